import { join } from 'node:path';
import { app } from 'electron';
import { success } from '../engine/result';
import { findKernelLibraries } from '../host/kernelLibraries';
import { dataFolder } from '../host/dataFolder';
import { reportThreads } from '../host/reports/reportThread';
import { createHostServices, type HostServices } from '../host/services';
import { appFolder } from './appFolder';
import { windowPrinter } from './printPdf';
import { utilityWorkers } from './utilityWorker';

/** The services of this shell: as everywhere, but workers are Electron's utility processes. */
export function createServices(): Promise<HostServices> {
  return createHostServices({
    spawnWorker: utilityWorkers(join(appFolder, 'worker.mjs')),
    libraries: findKernelLibraries(unpacked(appFolder), process.env),
    dataFolder: dataFolder(process.env),
    version: app.getVersion(),
    shell: 'electron',
    now: () => new Date(),
    spawnReport: reportThreads(appFolder),
    findPdfPrinter: () => Promise.resolve(success(windowPrinter())),
  });
}

/** Native files cannot be loaded from inside the archive; the packager puts them beside it. */
function unpacked(folder: string): string {
  return folder.replace('app.asar', 'app.asar.unpacked');
}
