import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  BrowserWindow,
  ownFrame,
  recorded,
  resetElectron,
  WebContents,
  app,
} from '../../mocks/electron';
import type { HostServices } from '../../../electron/host/services';
import type { Workbench } from '../../../electron/contract/api';
import { EventHub } from '../../../electron/host/eventHub';
import { success } from '../../../electron/engine/result';
import { isOwnUrl } from '../../../electron/main/appOrigin';
import { connectWindow } from '../../../electron/main/ipc';
import { openOutside, setUpMenu } from '../../../electron/main/menu';
import { registerScheme, serveRenderer } from '../../../electron/main/protocol';
import { denyPermissions, forbidForeignContent } from '../../../electron/main/security';
import { createWindow } from '../../../electron/main/window';

/** Electron's security checklist, item by item, against the real main and preload code. */
const refuse = () => Promise.reject(new Error('not part of this test'));
const hub = new EventHub();
const services = {
  handlers: {
    'app:info': () =>
      Promise.resolve(success({ version: '1', shell: 'electron', libraryFolder: '/x' } as const)),
    'machine:describe': refuse,
    'registers:describe': refuse,
    'registers:ofSides': refuse,
    'plan:preview': refuse,
    'compare:start': refuse,
    'run:start': refuse,
    'run:cancel': refuse,
    'run:resume': refuse,
    'run:active': refuse,
    'runs:list': refuse,
    'runs:open': refuse,
    'runs:import': refuse,
    'runs:annotate': refuse,
    'report:facts': refuse,
    'report:export': refuse,
  },
  events: hub,
  close: () => Promise.resolve(),
} satisfies HostServices;

async function bridge(): Promise<Workbench> {
  await import('../../../electron/preload/preload');
  return recorded.exposed.get('workbench') as Workbench; // what preload has exposed
}

/** The mock's window in place of Electron's. */
function connect(): () => void {
  const disconnect = connectWindow(new BrowserWindow({}) as never, services);
  connected.push(disconnect);
  return disconnect;
}
const connected: (() => void)[] = [];

beforeEach(() => resetElectron());
afterEach(() => connected.splice(0).forEach((disconnect) => disconnect()));

describe('the window', () => {
  it('is isolated and sandboxed, without Node, and shows our own scheme only', () => {
    createWindow();
    const [window] = recorded.windows;
    expect(window?.options['webPreferences']).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    expect(window?.url).toBe('app://bench/');
  });

  it('goes nowhere else, opens nothing and hosts no guest', () => {
    forbidForeignContent();
    const contents = new WebContents();
    app.emit('web-contents-created', {}, contents);
    const prevented = (event: string, details: object) => {
      let stopped = false;
      contents.emit(event, { ...details, preventDefault: () => (stopped = true) });
      return stopped;
    };
    expect(prevented('will-navigate', { url: 'https://example.com/' })).toBe(true);
    expect(prevented('will-navigate', { url: 'file:///etc/passwd' })).toBe(true);
    expect(prevented('will-navigate', { url: 'app://bench/index.html' })).toBe(false);
    expect(prevented('will-attach-webview', {})).toBe(true);
    expect(contents.openHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
  });

  it('is granted no permission', () => {
    denyPermissions();
    let granted: boolean | undefined;
    (recorded.permissionRequest as (...values: unknown[]) => void)({}, 'media', (yes: boolean) => {
      granted = yes;
    });
    expect(granted).toBe(false);
    expect((recorded.permissionCheck as () => boolean)()).toBe(false);
  });
});

describe('the scheme', () => {
  it('is a standard, secure one of its own', () => {
    registerScheme();
    expect(recorded.privileged).toMatchObject([
      { scheme: 'app', privileges: { standard: true, secure: true } },
    ]);
  });

  it.each(['app://bench/../../package.json', 'app://bench/%2e%2e/x.js', 'app://other/index.html'])(
    '%s is not found, and the answer carries the content policy',
    async (url) => {
      serveRenderer();
      const reply = await recorded.protocols.get('app')?.(new Request(url));
      expect(reply?.status).toBe(404);
      expect(reply?.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'/);
    },
  );

  it('is told by parsing, because a prefix can be imitated', () => {
    expect(isOwnUrl('app://bench/x')).toBe(true);
    expect(isOwnUrl('app://bench.evil.example/')).toBe(false);
    expect(isOwnUrl('https://app//bench/')).toBe(false);
    expect(isOwnUrl('nonsense')).toBe(false);
  });
});

describe('calls from the page', () => {
  it('reach the service and come back as plain data', async () => {
    const disconnect = connect();
    const workbench = await bridge();
    expect(await workbench.call('app:info', {})).toMatchObject({
      ok: true,
      value: { shell: 'electron' },
    });
    disconnect();
    expect(recorded.handlers.size).toBe(0);
  });

  it.each([
    ['another page', ownFrame('https://example.com/')],
    ['a page that looks like ours', ownFrame('app://bench.example/')],
    ['a frame inside our page', { url: 'app://bench/', top: ownFrame() }],
  ])('from %s are refused', async (_, frame) => {
    connect();
    recorded.frame = frame;
    const invoke = recorded.handlers.get('workbench:call');
    expect(await invoke?.({ senderFrame: frame }, 'app:info', {})).toMatchObject({ ok: false });
  });

  it('of unknown methods, and with requests that no schema accepts, are refused', async () => {
    connect();
    const invoke = (name: unknown, request: unknown) =>
      recorded.handlers.get('workbench:call')?.({ senderFrame: recorded.frame }, name, request);
    expect(await invoke('shell:run', {})).toMatchObject({ ok: false });
    expect(await invoke('constructor', {})).toMatchObject({ ok: false });
    expect(await invoke('runs:open', { runId: '../../x' })).toMatchObject({
      ok: false,
      error: { code: 'invalid_request' },
    });
  });
});

describe('events to the page', () => {
  it('carry their payload and nothing of Electron', async () => {
    connect();
    const workbench = await bridge();
    const heard: unknown[] = [];
    const stop = workbench.on('runs:opened', (...values) => heard.push(values));
    hub.emit('runs:opened', { runId: 'x' });
    stop();
    hub.emit('runs:opened', { runId: 'y' });
    expect(heard).toEqual([[{ runId: 'x' }]]);
  });
});

describe('addresses outside', () => {
  it('are opened in the browser over https only', async () => {
    await openOutside('https://example.com/');
    await openOutside('file:///etc/passwd');
    await openOutside('javascript:alert(1)');
    expect(recorded.opened).toEqual(['https://example.com/']);
  });

  it('stand in a menu that has File, Edit, View and Help', () => {
    setUpMenu(new BrowserWindow({}) as never, services);
    expect(recorded.menu).toHaveLength(4);
  });
});
