import { app } from 'electron';
import { createServices } from './services';
import { connectWindow } from './ipc';
import { openFilesFrom } from './openFiles';
import { setUpCrashReports } from './crashReports';
import { setUpMenu } from './menu';
import { printAndExit, reportToPrint } from './printPdf';
import { registerScheme, serveRenderer } from './protocol';
import { denyPermissions, forbidForeignContent } from './security';
import { createWindow } from './window';

// All of this must come before the application is ready.
setUpCrashReports();
app.enableSandbox();
registerScheme();
forbidForeignContent();

const report = reportToPrint(process.argv);
if (report !== undefined) {
  void printAndExit(report);
} else if (app.requestSingleInstanceLock()) {
  app.on('window-all-closed', () => app.quit());
  void start();
} else {
  app.quit();
}

async function start(): Promise<void> {
  await app.whenReady();
  denyPermissions();
  serveRenderer();
  const services = await createServices();
  const window = createWindow();
  const disconnect = connectWindow(window, services);
  setUpMenu(window, services);
  openFilesFrom(process.argv.slice(1), window, services);
  app.on('will-quit', () => {
    disconnect();
    void services.close();
  });
}
