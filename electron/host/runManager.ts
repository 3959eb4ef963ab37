import type { RunProgress } from '../contract/api';
import type { Result } from '../contract/errors';
import type { EndReason, RunDocument, RunId } from '../contract/runFile';
import { failure, success } from '../engine/result';
import type { EventHub } from './eventHub';
import type { Library } from './library';
import type { RunSession } from './runSession';
import type { RunStore } from './runStore';

interface ActiveRun {
  /** Absent while the run is being planned. */
  runId?: RunId;
  readonly stop: AbortController;
  progress?: RunProgress;
  ended?: Promise<void>;
}

/** The run that is being measured: one at a time, because two would measure each other. */
export class RunManager {
  #active: ActiveRun | undefined;

  constructor(
    private readonly store: RunStore,
    private readonly library: Library,
    private readonly events: EventHub,
  ) {}

  get activeRunId(): RunId | undefined {
    return this.#active?.runId;
  }

  get progress(): RunProgress | undefined {
    return this.#active?.progress;
  }

  /** Opens a session and measures it in the background; windows follow by events. */
  async begin(open: () => Promise<Result<RunSession>>): Promise<Result<{ runId: RunId }>> {
    if (this.#active !== undefined) {
      const name = this.#active.runId ?? 'that is being planned';
      return failure('run_in_progress', `run ${name} is not finished; cancel it first`);
    }
    const run: ActiveRun = { stop: new AbortController() };
    this.#active = run;
    const session = await open().catch((error: unknown) =>
      failure('internal', `the run could not be started: ${String(error)}`),
    );
    if (!session.ok) {
      this.#active = undefined;
      return session;
    }
    const { runId } = session.value.document.header;
    run.runId = runId;
    this.library.index(session.value.document);
    run.ended = this.#measure(session.value, run, runId);
    this.events.emit('runs:changed', {});
    return success({ runId });
  }

  /** Stops a run; when this resolves its file is complete up to the last block. */
  async cancel(runId: RunId): Promise<Result<Record<string, never>>> {
    if (this.#active?.runId !== runId) {
      return failure('not_found', `run ${runId} is not being measured`);
    }
    await this.stop();
    return success({});
  }

  async stop(): Promise<void> {
    this.#active?.stop.abort();
    await this.#active?.ended;
  }

  async #measure(session: RunSession, run: ActiveRun, runId: RunId): Promise<void> {
    let index = session.document.records.length;
    const listener = {
      onRecord: (record: RunDocument['records'][number]) =>
        this.events.record(runId, index++, record),
      onProgress: (progress: RunProgress) => {
        run.progress = progress;
        this.events.progress(progress);
      },
    };
    const { reason, message } = await session.measure(listener, run.stop.signal);
    await this.#finish(runId, reason, message);
  }

  async #finish(runId: RunId, reason: EndReason, message: string | undefined): Promise<void> {
    this.#active = undefined;
    const document = await this.store.open(runId);
    if (document.ok) {
      this.library.index(document.value);
    }
    const error =
      message === undefined ? {} : { error: { code: 'worker_failed', message } as const };
    this.events.emit('run:ended', { runId, reason, ...error });
    this.events.emit('runs:changed', {});
  }
}
