import {
  app,
  dialog,
  Menu,
  shell,
  type BrowserWindow,
  type MenuItemConstructorOptions,
} from 'electron';
import { RUN_FILE_EXTENSION } from '../contract/runFile';
import type { HostServices } from '../host/services';
import { openRunFiles } from './openFiles';

const projectPage = 'https://github.com/NVIDIA/TensorRT-LLM/pull/12451';

/** File, Edit, View, Help: what people look for in a menu; everything else is in the window. */
export function setUpMenu(window: BrowserWindow, services: HostServices): void {
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      {
        label: '&Open run file…',
        accelerator: 'CommandOrControl+O',
        click: () => void chooseRunFile(window, services),
      },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'reload' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      { label: 'The pull request', click: () => void openOutside(projectPage) },
      { label: `About ${app.name}`, role: 'about' },
    ],
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate([file, { role: 'editMenu' }, view, help]));
}

async function chooseRunFile(window: BrowserWindow, services: HostServices): Promise<void> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [{ name: 'Run files', extensions: [RUN_FILE_EXTENSION.slice(1)] }],
  });
  await openRunFiles(filePaths, services);
}

/** Addresses of this program's own, and only over https, leave for the person's browser. */
export async function openOutside(address: string): Promise<void> {
  if (new URL(address).protocol === 'https:') {
    await shell.openExternal(address);
  }
}
