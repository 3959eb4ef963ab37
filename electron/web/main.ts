import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { version } from '../../package.json';
import { dataFolder } from '../host/dataFolder';
import { forkWorkers } from '../host/forkWorker';
import { findKernelLibraries } from '../host/kernelLibraries';
import { readText } from '../host/readText';
import { findPdfPrinter } from '../host/reports/findPdfPrinter';
import { reportThreads } from '../host/reports/reportThread';
import { createHostServices, type HostServices } from '../host/services';
import { openWindow } from './openWindow';
import { startServer } from './server';

const appFolder = fileURLToPath(new URL('.', import.meta.url));

/** Serves the window on the loopback interface until it is told to stop. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'no-open': { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const services = await createHostServices({
    spawnWorker: forkWorkers(join(appFolder, 'worker.mjs')),
    spawnReport: reportThreads(appFolder),
    findPdfPrinter: () => findPdfPrinter({ environment: process.env, appFolder }),
    libraries: findKernelLibraries(appFolder, process.env),
    dataFolder: dataFolder(process.env),
    version,
    shell: 'web',
    now: () => new Date(),
  });
  const server = await startServer({
    services,
    rendererFolder: join(appFolder, 'renderer'),
    port: Number(values.port),
  });
  for (const path of positionals) {
    await importFile(services, path);
  }
  const opened = values['no-open'] ? undefined : openWindow(server.url, process.env);
  process.stdout.write(`${describeStart(server.url, server.port, opened)}\n`);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (!stopping) {
      stopping = true;
      await server.close();
      await services.close();
      process.exit(0);
    }
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

function describeStart(url: string, port: number, opened: string | undefined): string {
  const window = opened === undefined ? 'Open in a browser' : `Opened with ${opened}`;
  return (
    `${window}: ${url}\n` +
    `From another machine: ssh -L ${port}:127.0.0.1:${port} THIS_HOST, then the same address there.\n` +
    'Stop with Ctrl+C.'
  );
}

async function importFile(services: HostServices, path: string): Promise<void> {
  const text = await readText(path);
  if (!text.ok) {
    process.stderr.write(`moe-workbench: ${text.error.message}\n`);
    return;
  }
  const imported = await services.handlers['runs:import']({ text: text.value });
  if (!imported.ok) {
    process.stderr.write(`moe-workbench: ${path}: ${imported.error.message}\n`);
  }
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`moe-workbench: the window could not be served: ${reason}\n`);
  process.exit(2);
});
