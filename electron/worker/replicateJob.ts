import type { Cell } from '../contract/plan';
import type { FailureKind, SlotRecord } from '../contract/runFile';
import type { CellVisit, ReplicateJob, SideLibraries, WorkerMessage } from '../contract/workerApi';
import { Random } from '../engine/random';
import { cellRotation } from '../engine/routing/cellRotation';
import type { ColdRotation } from '../engine/routing/coldRotation';
import { sampleRoutings } from '../engine/routing/sampleRoutings';
import { Limits } from './limits';
import type { NativeAddon, NativeError } from './nativeAddon';
import { loadLibraries, sidesOf, type LoadedLibrary, type Side } from './sides';

type Send = (message: WorkerMessage) => Promise<void>;

/** What the cells of a replicate share. */
interface Replicate {
  readonly job: ReplicateJob;
  readonly addon: NativeAddon;
  readonly libraries: { readonly [L in keyof SideLibraries]: LoadedLibrary };
  readonly limits: Limits;
  readonly send: Send;
}

/**
 * Visits cells in the order given: checks the tactics against the oracle, then times their blocks. What
 * goes wrong inside a cell becomes a failure record of that cell, and the next is visited. Control goes
 * back to the event loop between native calls, so that a supervisor that leaves is noticed.
 */
export async function runReplicate(
  job: ReplicateJob,
  addon: NativeAddon,
  send: Send,
): Promise<void> {
  const limits = new Limits(job.plan.problem, process.env);
  await send({ type: 'activity', activity: 'loading the kernels', limitUs: limits.start() });
  const replicate: Replicate = {
    job,
    addon,
    libraries: loadLibraries(job, addon),
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
  // Before the first native call of the cell; the limit for its weights follows when they are known.
  await replicate.send({
    type: 'entering',
    cell: cell.index,
    limitUs: replicate.limits.start(),
  });
  const sides = sidesOf(replicate.job.plan, replicate.libraries, cell);
  const rotation = rotationOf(replicate, cell, sides);
  // What is placed first may lie better: which side that is changes by chance.
  const { seed } = replicate.job.plan;
  const random = Random.of(seed, 'first side', replicate.job.replicate, cell.index);
  for (const side of random.shuffled(sides)) {
    await prepareSide(replicate, cell, side, rotation.copies);
  }
  for (const side of sides) {
    if (!(await checkSide(replicate, cell, side))) {
      return;
    }
  }
  if (visit.blocks === 0) {
    return;
  }
  const launch = await enterSides(replicate, cell, sides, rotation);
  await timeBlocks(replicate, cell, visit, sides, rotation, launch);
}

/** One rotation for all sides, so that they see the same routings and are equally cold. */
function rotationOf(
  { job, libraries }: Replicate,
  cell: Cell,
  sides: readonly Side[],
): ColdRotation {
  const { plan } = job;
  const bytes = sides.map(({ library, tactics, name }) => {
    const support = library.native.support(plan.problem, tactics.tacticIndex, cell.stage);
    if (!support.supported) {
      const who = sides.length === 1 ? '' : `side ${name}: `;
      throw new Error(who + (support.reason ?? 'the tactic does not support this problem'));
    }
    return support.weightBytes;
  });
  const { lastLevelCacheBytes } = libraries.A.native.device();
  return cellRotation(plan, cell, Math.min(...bytes), lastLevelCacheBytes);
}

async function prepareSide(
  replicate: Replicate,
  cell: Cell,
  { library, tactics, label }: Side,
  copies: number,
): Promise<void> {
  const { job, limits } = replicate;
  const { weightBytes } = library.native.support(job.plan.problem, tactics.tacticIndex, cell.stage);
  await begin(replicate, cell, `packing weights${label}`, limits.prepare(weightBytes, copies));
  library.session.prepare({ ...tactics, stage: cell.stage, copies });
}

/** @returns whether the tactic was right */
async function checkSide(replicate: Replicate, cell: Cell, side: Side): Promise<boolean> {
  const { job, limits, send } = replicate;
  const { plan } = job;
  const { stage, batchSize } = cell;
  await begin(
    replicate,
    cell,
    `checking against the oracle${side.label}`,
    limits.check(stage, batchSize),
  );
  const [sample] = sampleRoutings(plan.problem, cell.routing, batchSize, 1, plan.seed);
  if (sample === undefined) {
    throw new Error('no routing sample could be drawn');
  }
  const seed = checkSeed(plan.seed, job.replicate);
  const check = side.library.session.check({ ...side.tactics, stage, batchSize, sample, seed });
  await send({
    type: 'record',
    record: {
      type: 'check',
      cell: cell.index,
      replicate: job.replicate,
      ...(plan.comparison === undefined ? {} : { side: side.name }),
      ...check,
    },
  });
  return check.correct;
}

interface LaunchFacts {
  readonly launchUs: number;
  readonly launchesPerSlot: number;
}

/** Warms every side up. @returns the slowest launch and the longest slot */
async function enterSides(
  replicate: Replicate,
  { stage, batchSize, ...cell }: Cell,
  sides: readonly Side[],
  rotation: ColdRotation,
): Promise<LaunchFacts> {
  const { job, limits } = replicate;
  const { minSlotUs } = job.plan.effortPlan;
  const facts: LaunchFacts[] = [];
  for (const { library, tactics, label } of sides) {
    const limitUs = limits.warmUp(stage, batchSize);
    await begin(replicate, { stage, batchSize, ...cell }, `warming up${label}`, limitUs);
    const request = { ...tactics, stage, batchSize, minSlotUs, rotation: rotation.launches };
    facts.push(library.session.enterCell(request));
  }
  return {
    launchUs: Math.max(...facts.map(({ launchUs }) => launchUs)),
    launchesPerSlot: Math.max(...facts.map(({ launchesPerSlot }) => launchesPerSlot)),
  };
}

async function timeBlocks(
  replicate: Replicate,
  cell: Cell,
  visit: CellVisit,
  sides: readonly Side[],
  rotation: ColdRotation,
  { launchUs, launchesPerSlot }: LaunchFacts,
): Promise<void> {
  const { job, addon, limits, send } = replicate;
  const { slotsPerBlock } = job.plan.effortPlan;
  const limitUs = limits.block(launchUs, (launchesPerSlot + 1) * slotsPerBlock);
  for (let block = visit.firstBlock; block < visit.firstBlock + visit.blocks; block++) {
    await begin(replicate, cell, 'timing', limitUs);
    const slots = measureSlots(addon, sides, slotsPerBlock, job.replicate + block);
    const device = job.plan.target === 'cpu' ? undefined : addon.deviceState();
    await send({
      type: 'record',
      record: {
        type: 'block',
        cell: cell.index,
        replicate: job.replicate,
        block,
        at: new Date().toISOString(),
        slots,
        weightBytes: rotation.weightBytesPerLaunch,
        reuseDistanceBytes: rotation.reuseDistanceBytes,
        ...(device === undefined ? {} : { device }),
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Of two sides A B B A, and B A A B every other time. */
function measureSlots(
  addon: NativeAddon,
  [first, second]: readonly Side[],
  slotsPerBlock: number,
  turn: number,
): readonly SlotRecord[] {
  if (first === undefined) {
    throw new Error('a cell has at least one side');
  }
  if (second === undefined) {
    const slots = first.library.session.measureBlock(slotsPerBlock);
    return slots.map((slot) => ({ side: 'A', ...slot }));
  }
  const order = turn % 2 === 0 ? 'ABBA' : 'BAAB';
  return addon.measurePairedBlock(first.library.session, second.library.session, order);
}

function begin({ send }: Replicate, cell: Cell, activity: string, limitUs: number): Promise<void> {
  return send({ type: 'activity', activity: `${nameOf(cell)}: ${activity}`, limitUs });
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
