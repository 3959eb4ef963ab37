import type { MemoryEstimate, RunPlan } from '../contract/plan';
import type { MoeProblem, Scheme, Stage } from '../contract/problem';
import type { Bytes } from '../contract/units';
import { cellRotation } from './routing/cellRotation';

/** Left to the rest of the machine. */
const reserveBytes: Bytes = 256 * 1024 * 1024;

/** Bytes of one copy of packed weights, by weight layout and stage. */
export type LayoutBytes = (tacticId: string, stage: Stage) => Bytes;

/** Output rows of gemm1 per expert: gate and up, or up alone. */
export function gemm1Rows({ activation, intermediateSize }: MoeProblem): number {
  return activation === 'none' || activation === 'relu2' ? intermediateSize : 2 * intermediateSize;
}

/** Bytes of scales for each value: one byte per 32 values, or a bf16 per 128. */
const scaleBytes: Readonly<Record<Scheme, number>> = { mxfp4_bf16: 1 / 32, int4_fp8: 2 / 128 };

/** Weights as a checkpoint has them: values at half a byte, and their scales. */
export function naturalWeightBytes(problem: MoeProblem): Bytes {
  const { hiddenSize, intermediateSize, numExperts, scheme } = problem;
  const values = numExperts * (gemm1Rows(problem) * hiddenSize + hiddenSize * intermediateSize);
  return values * (0.5 + scaleBytes[scheme]);
}

/** The memories and the cache of a machine. */
export interface MemoryFacts {
  /** Free in the host's memory. */
  readonly hostBytes: Bytes;
  /** Of a GPU with memory of its own; absent: packed weights live in the host's. */
  readonly deviceBytes?: Bytes | undefined;
  /** Of what runs the kernels. */
  readonly lastLevelCacheBytes: Bytes;
}

/** What has to be in one of the memories, and what is free there. */
interface Demand {
  readonly neededBytes: Bytes;
  readonly availableBytes: Bytes;
}

/**
 * What a replicate will have in memory at its fullest: everything that any of its cells needs. Of two
 * memories the one that is fuller is told of.
 */
export function estimateMemory(
  plan: RunPlan,
  layoutBytes: LayoutBytes,
  facts: MemoryFacts,
): MemoryEstimate {
  const demand = fullestMemory(plan, layoutBytes, facts);
  return { ...demand, largestExpertCount: largestFitting(plan, demand, layoutBytes, facts) };
}

/** Fewer experts may need more copies to be cold, so each number is looked at before it is told. */
function largestFitting(
  plan: RunPlan,
  whole: Demand,
  layoutBytes: LayoutBytes,
  facts: MemoryFacts,
): number {
  const { problem } = plan;
  let numExperts = problem.numExperts;
  let demand = whole;
  while (demand.neededBytes > demand.availableBytes) {
    const share = demand.availableBytes / demand.neededBytes;
    numExperts = Math.min(numExperts - 1, Math.floor(share * numExperts));
    if (numExperts < fewestExperts(plan)) return 0;
    const part = numExperts / problem.numExperts;
    demand = fullestMemory(
      { ...plan, problem: { ...problem, numExperts } },
      (tacticId, stage) => part * layoutBytes(tacticId, stage),
      facts,
    );
  }
  return numExperts;
}

/** Those that the plan names: of one token, and of a routing to a single one. */
function fewestExperts({ problem, cells }: RunPlan): number {
  const named = cells.map(({ routing }) => (routing.kind === 'single' ? routing.expert + 1 : 0));
  return Math.max(problem.topK, ...named);
}

function fullestMemory(
  plan: RunPlan,
  layoutBytes: LayoutBytes,
  { hostBytes, deviceBytes, lastLevelCacheBytes }: MemoryFacts,
): Demand {
  // A, B and the control share the weights as a checkpoint has them, and pack their own.
  const sides = plan.comparison === undefined ? 1 : 3;
  const natural = naturalWeightBytes(plan.problem);
  const packed = sides * packedBytes(plan, layoutBytes, lastLevelCacheBytes);
  if (deviceBytes === undefined) {
    return demandOf(plan, natural + packed, hostBytes);
  }
  const host = demandOf(plan, natural, hostBytes);
  const device = demandOf(plan, packed, deviceBytes);
  const fullness = ({ neededBytes, availableBytes }: Demand) => neededBytes / availableBytes;
  return fullness(device) > fullness(host) ? device : host;
}

function demandOf(plan: RunPlan, weightBytes: Bytes, freeBytes: Bytes): Demand {
  return {
    neededBytes: Math.ceil(weightBytes + activationBytes(plan)),
    availableBytes: Math.max(0, freeBytes - reserveBytes),
  };
}

/** Packed copies: for each layout and stage, as many as its hungriest cell rotates over. */
function packedBytes(plan: RunPlan, layoutBytes: LayoutBytes, lastLevelCacheBytes: Bytes): Bytes {
  const layoutOf = new Map(plan.tactics.map((tactic) => [tactic.id, tactic.weightLayout]));
  const needed = new Map<string, Bytes>();
  const known = new Map<string, number>();
  for (const cell of plan.cells) {
    if (cell.unsupported !== undefined) {
      continue;
    }
    const layout = layoutOf.get(cell.tacticId) ?? cell.tacticId;
    const bytes = layoutBytes(cell.tacticId, cell.stage);
    // Layouts of as many bytes rotate over as many copies.
    const situation = `${bytes}/${cell.batchSize}/${JSON.stringify(cell.routing)}`;
    const copies =
      known.get(situation) ?? cellRotation(plan, cell, bytes, lastLevelCacheBytes).copies;
    known.set(situation, copies);
    const key = `${layout}/${cell.stage}`;
    needed.set(key, Math.max(needed.get(key) ?? 0, copies * bytes));
  }
  return [...needed.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Inputs, outputs and workspace of the largest batch: a few rows of bf16 and fp32 per slot. */
function activationBytes({ problem, cells }: RunPlan): Bytes {
  const largestBatch = Math.max(0, ...cells.map((cell) => cell.batchSize));
  const slots = largestBatch * problem.topK;
  const widest = Math.max(problem.hiddenSize, gemm1Rows(problem));
  return slots * widest * 12 + largestBatch * problem.numExperts * 4 * 16;
}
