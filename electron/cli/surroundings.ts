import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TacticId } from '../contract/tactic';
import type { TacticCost } from '../engine/tuning/tieSet';
import { readResourceReports } from '../host/resourceReports';
import { version } from '../../package.json';
import { KernelCache } from '../host/branches/kernelCache';
import { dataFolder } from '../host/dataFolder';
import { forkWorkers } from '../host/forkWorker';
import { findKernelLibraries, type KernelLibraries } from '../host/kernelLibraries';
import { Machine } from '../host/machine';
import type { ExportPorts } from '../host/reports/exportRun';
import { findPdfPrinter } from '../host/reports/findPdfPrinter';
import { reportThreads } from '../host/reports/reportThread';
import type { SessionPorts } from '../host/runSession';

const appFolder = fileURLToPath(new URL('.', import.meta.url));

/** The kernel libraries that were built with this program, or those of MOE_WORKBENCH_LIBRARIES. */
export function kernelLibraries(): KernelLibraries {
  return findKernelLibraries(appFolder, process.env);
}

/** What every command works with. */
export function sessionPorts(): SessionPorts {
  const spawnWorker = forkWorkers(join(appFolder, 'worker.mjs'));
  return {
    spawnWorker,
    cache: new KernelCache(dataFolder(process.env)),
    machine: new Machine(spawnWorker, kernelLibraries(), version),
    now: () => new Date(),
  };
}

/** What exports are made and printed with. */
export function exportPorts(): ExportPorts {
  return {
    spawnReport: reportThreads(appFolder),
    findPdfPrinter: () => findPdfPrinter({ environment: process.env, appFolder }),
  };
}

/** What the compiler gave each tactic, where it says so. */
export async function tacticCosts(): Promise<ReadonlyMap<TacticId, TacticCost>> {
  const { reports } = await readResourceReports(kernelLibraries());
  return new Map(
    reports.flatMap(({ kernels }) =>
      kernels.map(({ id, spillStoreBytes, registersPerThread }) => [
        id,
        { spillBytes: spillStoreBytes ?? 0, registers: registersPerThread ?? 0 },
      ]),
    ),
  );
}

/** Where new run files go unless --out says otherwise. */
export function runsFolder(): string {
  return join(dataFolder(process.env), 'runs');
}
