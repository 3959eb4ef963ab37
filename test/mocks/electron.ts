/**
 * Stands in for the electron module: enough of it to run the real main and preload code, recording what
 * they set up. `invoke` goes through a structured clone, as IPC does.
 */
import { EventEmitter } from 'node:events';

type Handler = (event: InvokeEvent, ...values: unknown[]) => unknown;
export interface Frame {
  url: string;
  top: Frame | null;
}
export interface InvokeEvent {
  senderFrame: Frame | null;
}

export function ownFrame(url = 'app://bench/'): Frame {
  const frame: Frame = { url, top: null };
  frame.top = frame;
  return frame;
}

/** Everything that the code under test has done to Electron; made anew by `resetElectron`. */
export const recorded = {
  handlers: new Map<string, Handler>(),
  exposed: new Map<string, unknown>(),
  protocols: new Map<string, (request: Request) => Promise<Response>>(),
  privileged: [] as unknown[],
  windows: [] as BrowserWindow[],
  calls: [] as string[],
  permissionRequest: undefined as unknown,
  permissionCheck: undefined as unknown,
  menu: undefined as unknown,
  opened: [] as string[],
  frame: ownFrame(),
};

export function resetElectron(): void {
  recorded.handlers.clear();
  recorded.protocols.clear();
  recorded.privileged = [];
  recorded.windows = [];
  recorded.calls = [];
  recorded.menu = undefined;
  recorded.opened = [];
  recorded.frame = ownFrame();
  app.removeAllListeners();
  ipcRenderer.removeAllListeners();
}

class App extends EventEmitter {
  readonly name = 'MoE Workbench';
  enableSandbox(): void {
    recorded.calls.push('enableSandbox');
  }
  requestSingleInstanceLock(): boolean {
    recorded.calls.push('requestSingleInstanceLock');
    return true;
  }
  whenReady(): Promise<void> {
    recorded.calls.push('whenReady');
    return Promise.resolve();
  }
  getVersion(): string {
    return '0.1.0';
  }
  quit(): void {
    recorded.calls.push('quit');
  }
}
export const app = new App();

export const crashReporter = {
  start: (options: unknown) => recorded.calls.push(`crashReporter ${JSON.stringify(options)}`),
};

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]) => {
    recorded.calls.push('registerSchemesAsPrivileged');
    recorded.privileged.push(...schemes);
  },
  handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
    void recorded.protocols.set(scheme, handler),
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: unknown) => void (recorded.permissionRequest = handler),
    setPermissionCheckHandler: (handler: unknown) => void (recorded.permissionCheck = handler),
  },
};

export class WebContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly sent: unknown[][] = [];
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  send(...values: unknown[]): void {
    this.sent.push(structuredClone(values));
    ipcRenderer.emit(String(values[0]), {}, ...structuredClone(values.slice(1)));
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  url = '';
  constructor(readonly options: Record<string, unknown>) {
    super();
    recorded.windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    return Promise.resolve();
  }
  show(): void {
    recorded.calls.push('show');
  }
  isDestroyed(): boolean {
    return false;
  }
  isMinimized(): boolean {
    return true;
  }
  restore(): void {
    recorded.calls.push('restore');
  }
  focus(): void {
    recorded.calls.push('focus');
  }
}

export const ipcMain = {
  handle: (channel: string, handler: Handler) => void recorded.handlers.set(channel, handler),
  removeHandler: (channel: string) => void recorded.handlers.delete(channel),
};

class IpcRenderer extends EventEmitter {
  async invoke(channel: string, ...values: unknown[]): Promise<unknown> {
    const handler = recorded.handlers.get(channel);
    if (handler === undefined) {
      throw new Error(`no handler for ${channel}`);
    }
    const event = { senderFrame: recorded.frame };
    return structuredClone(await handler(event, ...structuredClone(values)));
  }
}
export const ipcRenderer = new IpcRenderer();

export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown) => void recorded.exposed.set(name, value),
};

export const Menu = {
  buildFromTemplate: (template: unknown) => template,
  setApplicationMenu: (menu: unknown) => void (recorded.menu = menu),
};
export const dialog = {
  showOpenDialog: () => Promise.resolve({ filePaths: [] }),
  showErrorBox: (_title: string, text: string) => recorded.calls.push(`error box: ${text}`),
};
export const shell = {
  openExternal: (url: string) => {
    recorded.opened.push(url);
    return Promise.resolve();
  },
};

export class FakeUtilityProcess extends EventEmitter {
  readonly stderr = new EventEmitter();
  readonly posted: unknown[] = [];
  killed = false;
  postMessage(message: unknown): void {
    this.posted.push(structuredClone(message));
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
}
export const utilityProcess = {
  children: [] as FakeUtilityProcess[],
  fork(): FakeUtilityProcess {
    const child = new FakeUtilityProcess();
    utilityProcess.children.push(child);
    return child;
  },
};
