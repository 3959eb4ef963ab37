import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { callChannel, eventChannel } from '../contract/channels';
import { failure } from '../engine/result';
import { callMethod, findMethod } from '../host/callMethod';
import type { HostServices } from '../host/services';
import { isOwnUrl } from './appOrigin';

/**
 * Lets a window call the services and hear their events. Calls are answered only for the top frame of
 * our own page, only for methods of the contract, and only with requests that their schema accepts.
 *
 * @returns the function that ends it
 */
export function connectWindow(window: BrowserWindow, services: HostServices): () => void {
  ipcMain.handle(callChannel, (event, name: unknown, request: unknown) => {
    if (!isFromOwnPage(event)) {
      return failure('invalid_request', 'calls are answered for our own page only');
    }
    const method = findMethod(String(name));
    return method === undefined
      ? failure('invalid_request', `there is no method ${JSON.stringify(String(name))}`)
      : callMethod(services.handlers, method, request);
  });
  const unsubscribe = services.events.subscribe((event, payload) => {
    if (!window.isDestroyed()) {
      window.webContents.send(eventChannel, event, payload);
    }
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(callChannel);
  };
}

function isFromOwnPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === senderFrame.top && isOwnUrl(senderFrame.url);
}
