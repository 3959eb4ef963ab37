import type { Cell } from '../contract/plan';
import type { FailureKind } from '../contract/runFile';
import type { CellVisit, ReplicateJob, WorkerMessage } from '../contract/workerApi';
import { cellRotation } from '../engine/routing/cellRotation';
import { sampleRoutings } from '../engine/routing/sampleRoutings';
import { Limits } from './limits';
import type { NativeAddon, NativeError, NativeLibrary, NativeSession } from './nativeAddon';

type Send = (message: WorkerMessage) => Promise<void>;

/** What the cells of a replicate share. */
interface Replicate {
  readonly job: ReplicateJob;
  readonly library: NativeLibrary;
  readonly session: NativeSession;
  readonly lastLevelCacheBytes: number;
  readonly tacticIndexes: ReadonlyMap<string, number>;
  readonly limits: Limits;
  readonly send: Send;
}

/**
 * Visits cells in the order given: checks the tactic against the oracle, then times its blocks. What
 * goes wrong inside a cell becomes a failure record of that cell, and the next is visited. Control goes
 * back to the event loop between native calls, so that a supervisor that leaves is noticed.
 */
export async function runReplicate(
  job: ReplicateJob,
  addon: NativeAddon,
  send: Send,
): Promise<void> {
  const { plan, libraryPath } = job;
  const limits = new Limits(plan.problem, process.env);
  await send({ type: 'activity', activity: 'loading the kernels', limitUs: limits.start() });
  const library = new addon.NativeLibrary(libraryPath);
  const { problem, threads, seed } = plan;
  const replicate: Replicate = {
    job,
    library,
    session: new addon.NativeSession(library, { problem, threads, seed }),
    lastLevelCacheBytes: addon.describeProcessor().lastLevelCacheBytes,
    tacticIndexes: new Map(library.tactics().map((tactic, index) => [tactic.id, index])),
    limits,
    send,
  };
  for (const visit of job.visits) {
    await visitCell(replicate, visit);
  }
}

async function visitCell(replicate: Replicate, visit: CellVisit): Promise<void> {
  const cell = replicate.job.plan.cells[visit.cell];
  if (cell === undefined) {
    throw new Error(
      `there is no cell ${visit.cell} in the plan, which has ${replicate.job.plan.cells.length}`,
    );
  }
  try {
    await measureCell(replicate, cell, visit);
  } catch (error) {
    await replicate.send({
      type: 'record',
      record: {
        type: 'failure',
        replicate: replicate.job.replicate,
        cell: cell.index,
        kind: failureKindOf(error),
        message: `${nameOf(cell)}: ${error instanceof Error ? error.message : String(error)}`,
      },
    });
  }
}

async function measureCell(replicate: Replicate, cell: Cell, visit: CellVisit): Promise<void> {
  const { job, session, limits, send } = replicate;
  const { plan } = job;
  const { stage, batchSize } = cell;
  const tactics = tacticIndexesOf(replicate, cell);
  // Before the first native call of the cell; the limit for its weights follows when they are known.
  await send({ type: 'entering', cell: cell.index, limitUs: limits.start() });
  const support = replicate.library.support(plan.problem, tactics.tacticIndex, stage);
  if (!support.supported) {
    throw new Error(support.reason ?? 'the tactic does not support this problem');
  }
  const rotation = cellRotation(plan, cell, support.weightBytes, replicate.lastLevelCacheBytes);
  const begin = (activity: string, limitUs: number): Promise<void> =>
    send({ type: 'activity', activity: `${nameOf(cell)}: ${activity}`, limitUs });

  await begin('packing weights', limits.prepare(support.weightBytes, rotation.copies));
  session.prepare({ ...tactics, stage, copies: rotation.copies });

  await begin('checking against the oracle', limits.check(stage, batchSize));
  const [sample] = sampleRoutings(plan.problem, cell.routing, batchSize, 1, plan.seed);
  if (sample === undefined) {
    throw new Error('no routing sample could be drawn');
  }
  const seed = checkSeed(plan.seed, job.replicate);
  const check = session.check({ ...tactics, stage, batchSize, sample, seed });
  const place = { cell: cell.index, replicate: job.replicate };
  await send({ type: 'record', record: { type: 'check', ...place, ...check } });
  if (!check.correct) {
    return;
  }

  await begin('warming up', limits.warmUp(stage, batchSize));
  const { minSlotUs, slotsPerBlock } = plan.effortPlan;
  const { launchUs, launchesPerSlot } = session.enterCell({
    ...tactics,
    stage,
    batchSize,
    minSlotUs,
    rotation: rotation.launches,
  });
  for (let block = visit.firstBlock; block < visit.firstBlock + visit.blocks; block++) {
    await begin('timing', limits.block(launchUs, launchesPerSlot * slotsPerBlock));
    const slots = session.measureBlock(slotsPerBlock);
    await send({
      type: 'record',
      record: {
        type: 'block',
        ...place,
        block,
        at: new Date().toISOString(),
        slots: slots.map((slot) => ({ side: 'A', ...slot })),
        weightBytes: rotation.weightBytesPerLaunch,
        reuseDistanceBytes: rotation.reuseDistanceBytes,
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A layer's gemm2 may run a tactic of its own. */
function tacticIndexesOf(
  replicate: Replicate,
  { tacticId, stage }: Cell,
): { readonly tacticIndex: number; readonly gemm2TacticIndex?: number } {
  const { gemm2TacticId } = replicate.job.plan;
  const tacticIndex = tacticIndexOf(replicate, tacticId);
  return stage === 'layer' && gemm2TacticId !== undefined
    ? { tacticIndex, gemm2TacticIndex: tacticIndexOf(replicate, gemm2TacticId) }
    : { tacticIndex };
}

function tacticIndexOf({ tacticIndexes, job }: Replicate, tacticId: string): number {
  const index = tacticIndexes.get(tacticId);
  if (index === undefined) {
    throw new Error(`kernel library ${job.libraryPath} does not hold this tactic`);
  }
  return index;
}

/** Inputs of a check differ from replicate to replicate; the largest seeds wrap around. */
function checkSeed(seed: number, replicate: number): number {
  return (seed + replicate + 1) % Number.MAX_SAFE_INTEGER;
}

function nameOf(cell: Cell): string {
  return `${cell.tacticId}, ${cell.stage}, batch size ${cell.batchSize}`;
}

export function failureKindOf(error: unknown): FailureKind {
  const code = error instanceof Error ? (error as Partial<NativeError>).code : undefined;
  return code === 'out_of_memory' ? 'out_of_memory' : 'error';
}
