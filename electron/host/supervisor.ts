import type { Cell, RunPlan } from '../contract/plan';
import type { FailureKind, FailureRecord, RunRecord } from '../contract/runFile';
import type { CellVisit, ReplicateJob, WorkerMessage } from '../contract/workerApi';
import { parse } from '../engine/schemas/parse';
import { workerMessageSchema } from '../engine/schemas/worker';
import type { SpawnWorker, WorkerExit } from './workerProcess';

export interface ReplicateListener {
  onRecord(record: RunRecord): void;
  onActivity(activity: string): void;
  onEntering(cell: number): void;
}

export type ReplicateOutcome = 'finished' | 'cancelled' | { readonly failed: string };

/** A timer set for longer ends at once: Node keeps the time in 32 bits. */
const longestTimerMs = 2 ** 31 - 1;

/** Failures outside any cell before a replicate is given up: the machine, not a tactic, is at fault. */
const maxFailuresOutsideCells = 2;

/**
 * Runs one replicate to its end. A worker that crashes, hangs or reports an error costs the cell it was
 * in: the failure is recorded with the tactic's name and a fresh worker goes on behind it.
 */
export async function superviseReplicate(
  job: ReplicateJob,
  spawnWorker: SpawnWorker,
  listener: ReplicateListener,
  cancelled: AbortSignal,
): Promise<ReplicateOutcome> {
  let visits = job.visits;
  let failuresOutside = 0;
  while (visits.length > 0) {
    const attempt = await runWorker({ ...job, visits }, spawnWorker, listener, cancelled);
    if (attempt.end === 'finished' || attempt.end === 'cancelled') {
      return attempt.end;
    }
    listener.onRecord(failureRecord(job, attempt.cell, attempt.end));
    if (attempt.cell === undefined) {
      failuresOutside++;
      if (failuresOutside >= maxFailuresOutsideCells) {
        return { failed: attempt.end.message };
      }
    }
    visits = remainingVisits(job, visits, attempt);
  }
  return 'finished';
}

interface WorkerFailure {
  readonly kind: FailureKind;
  readonly message: string;
}

interface Attempt {
  readonly end: 'finished' | 'cancelled' | WorkerFailure;
  /** The cell the worker was in. */
  readonly cell: number | undefined;
  readonly blocksDone: ReadonlyMap<number, number>;
}

/**
 * What is left to do: not the cell that failed, and nothing that was visited before it. Where cells are only
 * checked, a tactic that crashes or hangs has failed its check and is not asked again.
 */
function remainingVisits(
  { plan }: ReplicateJob,
  visits: readonly CellVisit[],
  { cell: failedCell, blocksDone }: Attempt,
): readonly CellVisit[] {
  const failedAt = visits.findIndex((visit) => visit.cell === failedCell);
  if (failedAt >= 0) {
    const tacticOf = ({ cell }: CellVisit) => plan.cells[cell]?.tacticId;
    const failed = plan.cells[failedCell ?? -1]?.tacticId;
    return visits
      .slice(failedAt + 1)
      .filter((visit) => visit.blocks > 0 || tacticOf(visit) !== failed);
  }
  return visits.filter((visit) => (blocksDone.get(visit.cell) ?? 0) < visit.blocks);
}

function failureRecord(
  { replicate, plan }: ReplicateJob,
  cell: number | undefined,
  { kind, message }: WorkerFailure,
): FailureRecord {
  const where = cell === undefined ? '' : `${describeCell(plan, cell)}: `;
  return {
    type: 'failure',
    replicate,
    ...(cell === undefined ? {} : { cell }),
    kind,
    message: where + message,
  };
}

export function describeCell(plan: RunPlan, index: number): string {
  const cell: Cell | undefined = plan.cells[index];
  return cell === undefined
    ? `cell ${index}`
    : `${cell.tacticId}, ${cell.stage}, batch size ${cell.batchSize}`;
}

function runWorker(
  job: ReplicateJob,
  spawnWorker: SpawnWorker,
  listener: ReplicateListener,
  cancelled: AbortSignal,
): Promise<Attempt> {
  return new Promise((resolve, reject) => {
    const worker = spawnWorker();
    const blocksDone = new Map<number, number>();
    let cell: number | undefined;
    let end: Attempt['end'] | undefined;
    let silence: NodeJS.Timeout | undefined;
    /** What a listener threw, e.g. for a full disk: told once the worker is gone. */
    let thrown: { readonly error: unknown } | undefined;

    const stop = (reason: Attempt['end']): void => {
      end ??= reason;
      worker.kill();
    };
    const expectWord = (limitUs: number): void => {
      clearTimeout(silence);
      silence = setTimeout(
        () => {
          const seconds = Math.round(limitUs / 1e6);
          stop({
            kind: 'hung',
            message: `no sign of life for ${seconds} s; the worker was killed`,
          });
        },
        Math.min(limitUs / 1000, longestTimerMs),
      );
    };
    const cancel = (): void => stop('cancelled');

    const receive = (message: WorkerMessage): void => {
      switch (message.type) {
        case 'activity':
          expectWord(message.limitUs);
          listener.onActivity(message.activity);
          break;
        case 'entering':
          expectWord(message.limitUs);
          cell = message.cell;
          listener.onEntering(message.cell);
          break;
        case 'record':
          if (message.record.type === 'block') {
            const done = blocksDone.get(message.record.cell) ?? 0;
            blocksDone.set(message.record.cell, done + 1);
          }
          listener.onRecord(message.record);
          break;
        case 'finished':
          end ??= 'finished';
          break;
        case 'failed':
          end ??= { kind: message.kind, message: message.message };
          break;
        default:
          stop({ kind: 'error', message: `unexpected message ${message.type} from the worker` });
      }
    };

    worker.onMessage((data) => {
      if (end !== undefined) {
        return;
      }
      const message = parse(workerMessageSchema, data, 'a message of the worker', 'worker_failed');
      if (!message.ok) {
        stop({ kind: 'error', message: message.error.message });
        return;
      }
      try {
        receive(message.value);
      } catch (error) {
        thrown = { error };
        stop('cancelled');
      }
    });
    worker.onExit((exit) => {
      clearTimeout(silence);
      cancelled.removeEventListener('abort', cancel);
      if (thrown !== undefined) {
        reject(thrown.error);
        return;
      }
      resolve({ end: end ?? { kind: 'crashed', message: describeExit(exit) }, cell, blocksDone });
    });

    if (cancelled.aborted) {
      cancel();
      return;
    }
    cancelled.addEventListener('abort', cancel);
    expectWord(startLimitUs);
    worker.send(job);
  });
}

/** A process that has not said a word after this long has not started. */
const startLimitUs = 30e6;

function describeExit({ code, signal, lastErrorLines }: WorkerExit): string {
  const how = signal === undefined ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`;
  const words = lastErrorLines === '' ? '' : `; its last words: ${lastErrorLines}`;
  return `the worker ended unexpectedly with ${how}${words}`;
}
