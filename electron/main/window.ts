import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import { appFolder } from './appFolder';
import { appUrl } from './appOrigin';

/** The one window: an isolated, sandboxed page without Node. */
export function createWindow(): BrowserWindow {
  const window = new BrowserWindow({
    name: 'workbench',
    windowStatePersistence: true,
    width: 1440,
    height: 900,
    minWidth: 900,
    minHeight: 600,
    show: false,
    webPreferences: {
      preload: join(appFolder, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(appUrl);
  return window;
}
