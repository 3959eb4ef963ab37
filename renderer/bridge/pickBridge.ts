import type { Workbench } from '../../electron/contract/api';
import { ALWAYS_CONNECTED, type Bridge } from './connection';
import { createHttpBridge } from './httpBridge';

declare global {
  interface Window {
    /** Set by the Electron preload; absent in a browser. */
    readonly workbench?: Workbench;
  }
}

/** The preload's bridge where there is one, else the loopback server's. */
export function pickBridge(view: Window): Bridge {
  return view.workbench === undefined
    ? createHttpBridge()
    : { workbench: view.workbench, connection: ALWAYS_CONNECTED };
}
