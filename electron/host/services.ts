import { join } from 'node:path';
import type { AppInfo, HostMethod, HostMethods, RunProgress } from '../contract/api';
import type { Result, WorkbenchError } from '../contract/errors';
import type { RunDocument, RunId } from '../contract/runFile';
import { failure, success } from '../engine/result';
import { EventHub } from './eventHub';
import { Library } from './library';
import { Machine } from './machine';
import { preparePlan } from './planning';
import { resumeSession, startSession, type RunSession, type SessionPorts } from './runSession';
import { RunStore } from './runStore';
import type { SpawnWorker } from './workerProcess';

export interface ServicePorts {
  readonly spawnWorker: SpawnWorker;
  readonly libraryPaths: readonly string[];
  readonly dataFolder: string;
  readonly version: string;
  readonly shell: AppInfo['shell'];
  readonly now: () => Date;
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

interface ActiveRun {
  readonly runId: RunId;
  readonly stop: AbortController;
  progress?: RunProgress;
  ended?: Promise<void>;
}

/** Everything a window can ask for; the same for Electron and for a browser. */
export async function createHostServices(ports: ServicePorts): Promise<HostServices> {
  const store = new RunStore(join(ports.dataFolder, 'runs'));
  const library = new Library(ports.dataFolder);
  const machine = new Machine(ports.spawnWorker, ports.libraryPaths, ports.version);
  const events = new EventHub();
  const sessionPorts: SessionPorts = { machine, spawnWorker: ports.spawnWorker, now: ports.now };
  let active: ActiveRun | undefined;
  await rebuildIndex(store, library);

  const changed = (): void => events.emit('runs:changed', {});

  /** Measures in the background; the window follows by events. */
  const launch = (session: RunSession, run: ActiveRun): void => {
    const { document } = session;
    library.index(document);
    let index = document.records.length;
    run.ended = session
      .measure(
        {
          onRecord: (record) => events.record(run.runId, index++, record),
          onProgress: (progress) => {
            run.progress = progress;
            events.progress(progress);
          },
        },
        run.stop.signal,
      )
      .then(
        ({ reason, message }) => finish(reason, message),
        (error: unknown) => finish('failed', String(error)),
      );
    const finish = async (
      reason: Parameters<typeof endedPayload>[1],
      message: string | undefined,
    ): Promise<void> => {
      active = undefined;
      await indexFile(store, library, run.runId);
      events.emit('run:ended', endedPayload(run.runId, reason, message));
      changed();
    };
    changed();
  };

  /** One run at a time: two would measure each other. */
  const begin = async (
    open: () => Promise<Result<RunSession>>,
  ): Promise<Result<{ runId: RunId }>> => {
    if (active !== undefined) {
      return failure('run_in_progress', `run ${active.runId} is being measured; cancel it first`);
    }
    const placeholder: ActiveRun = { runId: 'starting', stop: new AbortController() };
    active = placeholder;
    const session = await open().catch((error: unknown) =>
      failure('internal', `the run could not be started: ${String(error)}`),
    );
    if (!session.ok) {
      active = undefined;
      return session;
    }
    active = { runId: session.value.document.header.runId, stop: placeholder.stop };
    launch(session.value, active);
    return success({ runId: active.runId });
  };

  const handlers: HostHandlers = {
    'app:info': async () =>
      success({ version: ports.version, shell: ports.shell, libraryFolder: store.folder }),
    'machine:describe': () => machine.describe(),
    'plan:preview': async (request) => {
      const prepared = await preparePlan(request, machine);
      return prepared.ok ? success(prepared.value.preview) : prepared;
    },
    'run:start': (request) =>
      begin(() => startSession(request, sessionPorts, (header) => store.pathOf(header.runId))),
    'run:resume': ({ runId }) =>
      library.has(runId)
        ? begin(() => resumeSession(store.pathOf(runId), sessionPorts))
        : Promise.resolve(noRun(runId)),
    'run:cancel': async ({ runId }) => {
      if (active?.runId !== runId) {
        return failure('not_found', `run ${runId} is not being measured`);
      }
      const { ended, stop } = active;
      stop.abort();
      await ended;
      return success({});
    },
    'run:active': async () =>
      success(active?.progress === undefined ? {} : { progress: active.progress }),
    'runs:list': async () => success(library.list(active?.runId)),
    'runs:open': async ({ runId }) => {
      events.flush();
      return store.open(runId);
    },
    'runs:import': async ({ text }) => {
      const document = store.import(text);
      if (!document.ok) {
        return document;
      }
      library.index(document.value);
      changed();
      return success({ runId: document.value.header.runId });
    },
    'runs:annotate': async (annotation) => {
      if (!library.has(annotation.runId)) {
        return noRun(annotation.runId);
      }
      library.annotate(annotation);
      changed();
      return success({});
    },
  };

  return {
    handlers,
    events,
    close: async () => {
      active?.stop.abort();
      await active?.ended;
      events.flush();
      library.close();
    },
  };
}

function noRun(runId: RunId): Result<never> {
  return failure('not_found', `there is no run called ${runId}`);
}

function endedPayload(
  runId: RunId,
  reason: 'complete' | 'precise' | 'budget' | 'cancelled' | 'failed',
  message: string | undefined,
) {
  const error: WorkbenchError | undefined =
    message === undefined ? undefined : { code: 'worker_failed', message };
  return { runId, reason, ...(error === undefined ? {} : { error }) };
}

/** The files are the truth: whatever they hold is in the index, and nothing else is. */
async function rebuildIndex(store: RunStore, library: Library): Promise<void> {
  const runIds = await store.list();
  library.keepOnly(runIds);
  const unknown = runIds.filter((runId) => !library.has(runId));
  await Promise.all(unknown.map((runId) => indexFile(store, library, runId)));
}

async function indexFile(store: RunStore, library: Library, runId: RunId): Promise<void> {
  const document: Result<RunDocument> = await store.open(runId);
  if (document.ok) {
    library.index(document.value);
  }
}
