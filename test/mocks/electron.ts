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
  /** Sessions other than the default one, by partition. */
  sessions: new Map<string, Session>(),
};

/** What Electron's printing will do; made anew by `resetElectron`. */
export const printing = {
  load: (): Promise<void> => Promise.resolve(),
  print: (): Promise<Buffer> => Promise.resolve(Buffer.from('%PDF-1.4\n%%EOF\n')),
  /** Chromium's switches on the command line. */
  switches: new Map<string, string>(),
};
const ordinaryPrinting = { ...printing };

export function resetElectron(): void {
  recorded.handlers.clear();
  recorded.protocols.clear();
  recorded.privileged = [];
  recorded.windows = [];
  recorded.calls = [];
  recorded.menu = undefined;
  recorded.opened = [];
  recorded.frame = ownFrame();
  recorded.sessions.clear();
  Object.assign(printing, ordinaryPrinting, { switches: new Map() });
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
  exit(code: number): void {
    recorded.calls.push(`exit ${code}`);
  }
  setPath(name: string, path: string): void {
    recorded.calls.push(`setPath ${name} ${path}`);
  }
  readonly commandLine = {
    getSwitchValue: (name: string): string => printing.switches.get(name) ?? '',
  };
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

type RequestListener = (
  details: { url: string },
  decide: (response: { cancel: boolean }) => void,
) => void;

export class Session {
  #listener: RequestListener | undefined;
  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener) => void (this.#listener = listener),
  };
  /** Whether a request would go out. */
  lets(url: string): boolean {
    let canceled = false;
    this.#listener?.({ url }, ({ cancel }) => (canceled = cancel));
    return !canceled;
  }
}

export const session = {
  fromPartition: (name: string): Session => {
    const found = recorded.sessions.get(name) ?? new Session();
    recorded.sessions.set(name, found);
    return found;
  },
  defaultSession: {
    setPermissionRequestHandler: (handler: unknown) => void (recorded.permissionRequest = handler),
    setPermissionCheckHandler: (handler: unknown) => void (recorded.permissionCheck = handler),
  },
};

export class WebContents extends EventEmitter {
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly sent: unknown[][] = [];
  printOptions: unknown;
  printToPDF(options: unknown): Promise<Buffer> {
    this.printOptions = options;
    return printing.print();
  }
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
  destroyed = false;
  constructor(readonly options: Record<string, unknown>) {
    super();
    recorded.windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    return printing.load();
  }
  show(): void {
    recorded.calls.push('show');
  }
  destroy(): void {
    this.destroyed = true;
  }
  isDestroyed(): boolean {
    return this.destroyed;
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
