import { contextBridge, ipcRenderer } from 'electron';
import { HOST_EVENTS, HOST_METHODS, type HostEvent, type Workbench } from '../contract/api';
import { callChannel, eventChannel } from '../contract/channels';

/**
 * The only door between page and program: named methods and named events of the contract. The page gets
 * neither ipcRenderer nor any event object of Electron's.
 */
const workbench: Workbench = {
  call: async (method, request) => {
    if (!HOST_METHODS.includes(method)) {
      throw new RangeError(`unknown method ${method}`);
    }
    return ipcRenderer.invoke(callChannel, method, request);
  },
  on: (event, listener) => {
    if (!HOST_EVENTS.includes(event)) {
      throw new RangeError(`unknown event ${event}`);
    }
    const forward = (_: unknown, name: HostEvent, payload: unknown): void => {
      if (name === event) {
        listener(payload as never); // main has checked it against the event's schema
      }
    };
    ipcRenderer.on(eventChannel, forward);
    return () => void ipcRenderer.removeListener(eventChannel, forward);
  },
};

contextBridge.exposeInMainWorld('workbench', workbench);
