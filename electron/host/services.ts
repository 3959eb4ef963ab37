import { join } from 'node:path';
import type { AppInfo, HostMethod, HostMethods } from '../contract/api';
import type { Result } from '../contract/errors';
import { success } from '../engine/result';
import { KernelCache } from './branches/kernelCache';
import { TrustedRepositories } from './branches/trust';
import { startComparison } from './comparison';
import { EventHub } from './eventHub';
import type { KernelLibraries } from './kernelLibraries';
import { Library } from './library';
import { Machine } from './machine';
import { preparePlan } from './planning';
import { rebuildIndex } from './rebuildIndex';
import type { FindPdfPrinter } from './reports/pdfPrinter';
import { reportHandlers } from './reports/reportHandlers';
import type { SpawnReport } from './reports/reportThread';
import { readResourceReports, readSideReports } from './resourceReports';
import { RunManager } from './runManager';
import { resumeSession, startSession, type SessionPorts } from './runSession';
import { noRun, RunStore } from './runStore';
import type { SpawnWorker } from './workerProcess';

export interface ServicePorts {
  readonly spawnWorker: SpawnWorker;
  readonly libraries: KernelLibraries;
  readonly dataFolder: string;
  readonly version: string;
  readonly shell: AppInfo['shell'];
  readonly now: () => Date;
  readonly spawnReport: SpawnReport;
  /** What prints reports in this shell. */
  readonly findPdfPrinter: FindPdfPrinter;
}

export type HostHandlers = {
  readonly [M in HostMethod]: (
    request: HostMethods[M]['request'],
  ) => Promise<Result<HostMethods[M]['reply']>>;
};

export interface HostServices {
  readonly handlers: HostHandlers;
  readonly events: EventHub;
  /** Stops a run in progress, leaving its file fit to be resumed, and closes the library. */
  close(): Promise<void>;
}

/** Everything a window can ask for; the same for Electron and for a browser. */
export async function createHostServices(ports: ServicePorts): Promise<HostServices> {
  const store = new RunStore(join(ports.dataFolder, 'runs'));
  const library = new Library(ports.dataFolder);
  const machine = new Machine(ports.spawnWorker, ports.libraries, ports.version);
  const events = new EventHub();
  const runs = new RunManager(store, library, events);
  const cache = new KernelCache(ports.dataFolder);
  const session: SessionPorts = { machine, cache, spawnWorker: ports.spawnWorker, now: ports.now };
  await rebuildIndex(store, library);
  return {
    events,
    handlers: {
      'app:info': async () =>
        success({ version: ports.version, shell: ports.shell, libraryFolder: store.folder }),
      'machine:describe': () => machine.describe(),
      'registers:describe': async () => success(await readResourceReports(ports.libraries)),
      'registers:ofSides': async ({ runId }) => {
        const run = await store.open(runId);
        return run.ok ? readSideReports(run.value, cache) : run;
      },
      'plan:preview': async (request) => {
        const prepared = await preparePlan(request, machine);
        return prepared.ok ? success(prepared.value.preview) : prepared;
      },
      'compare:start': (request) =>
        runs.begin(() =>
          startComparison(request, session, {
            cache,
            trusted: new TrustedRepositories(ports.dataFolder),
            store,
            onOutput: (text) => events.emit('build:output', { text }),
          }),
        ),
      ...reportHandlers({ ...ports, store, library, cache }),
      ...runHandlers(runs, store, library, session),
      ...libraryHandlers(runs, store, library, events),
    },
    close: async () => {
      await runs.stop();
      events.flush();
      library.close();
    },
  };
}

function runHandlers(
  runs: RunManager,
  store: RunStore,
  library: Library,
  session: SessionPorts,
): Pick<HostHandlers, 'run:start' | 'run:resume' | 'run:cancel' | 'run:active'> {
  return {
    'run:start': (request) =>
      runs.begin(() => startSession(request, session, ({ runId }) => store.pathOf(runId))),
    'run:resume': ({ runId }) =>
      library.has(runId)
        ? runs.begin(() => resumeSession(store.pathOf(runId), session))
        : Promise.resolve(noRun(runId)),
    'run:cancel': ({ runId }) => runs.cancel(runId),
    'run:active': async () =>
      success(runs.progress === undefined ? {} : { progress: runs.progress }),
  };
}

function libraryHandlers(
  runs: RunManager,
  store: RunStore,
  library: Library,
  events: EventHub,
): Pick<HostHandlers, 'runs:list' | 'runs:open' | 'runs:import' | 'runs:annotate'> {
  return {
    'runs:list': async () => success(library.list(runs.activeRunId)),
    'runs:open': async ({ runId }) => {
      // What the file holds has been told to every window before it is read.
      events.flush();
      return store.open(runId);
    },
    'runs:import': async ({ text }) => {
      const document = store.import(text);
      if (!document.ok) {
        return document;
      }
      library.index(document.value);
      events.emit('runs:changed', {});
      return success({ runId: document.value.header.runId });
    },
    'runs:annotate': async (annotation) => {
      if (!library.has(annotation.runId)) {
        return noRun(annotation.runId);
      }
      library.annotate(annotation);
      events.emit('runs:changed', {});
      return success({});
    },
  };
}
