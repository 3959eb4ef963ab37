import type { Cell, RunPlan } from '../contract/plan';
import type { Seconds } from '../contract/units';
import { multiplyAdds } from './arithmetic';
import { naturalWeightBytes } from './memory';

/**
 * Rough speeds, to tell a person whether to wait or to come back; never a measurement.
 * Of each thread of a processor: operations per second of each instruction set, bytes of weights read,
 * made and packed per second, and operations per second of the oracle. From runs on a Zen 4 machine at
 * 3.6 GHz, averaged over families; of AMX from an Emerald Rapids at batch size 64.
 */
const flopsPerThread: Readonly<Record<string, number>> = {
  amx_bf16: 250e9,
  avx512_bf16: 60e9,
  avx512: 25e9,
  avx2: 12e9,
  generic: 1.5e9,
};
const otherFlopsPerThread = 10e9;
const readBytesPerThread = 8e9;
const prepareBytesPerThread = 0.8e9;
const oracleFlopsPerThread = 1.3e9;
/**
 * Of an H200 beside 16 processors, from the runs in renderer/samples: weights that are made, copied to
 * the device and packed there, and the oracle on the host, which 256 experts keep from scaling with the
 * threads. Launches take next to nothing of such a run; hosts differ by a factor of two.
 */
const gpu = { flops: 200e12, readBytes: 3e12, prepareBytes: 0.8e9, oracleFlops: 1.3e9 } as const;
/** Tokens of a batch that a check compares. */
const checkedTokens = 4;
const processStartSeconds = 0.4;

/** Predicted length of a whole run. */
export function predictSeconds(plan: RunPlan, hardwareThreads: number): Seconds {
  const threads = plan.threads === 0 ? hardwareThreads : plan.threads;
  const { minReplicates, budgetSeconds } = plan.effortPlan;
  const visits = plan.cells
    .filter((cell) => cell.unsupported === undefined)
    .reduce((sum, cell) => sum + visitSeconds(plan, cell, threads), 0);
  const replicate =
    visits + prepareSeconds(plan, threads) + oracleSeconds(plan, threads) + processStartSeconds;
  return Math.min(minReplicates * replicate, budgetSeconds + replicate);
}

/** A comparison has a third side, the control. */
function prepareSeconds({ problem, tactics, target, comparison }: RunPlan, threads: number) {
  const layouts = new Set(tactics.map((tactic) => tactic.weightLayout)).size;
  const bytes = naturalWeightBytes(problem);
  if (target === 'sm90') {
    return (bytes * (comparison === undefined ? layouts : 3)) / gpu.prepareBytes;
  }
  const sides = comparison === undefined ? 1 : 3;
  return (sides * bytes * (1 + 2 * layouts)) / (threads * prepareBytesPerThread);
}

/** Tactics that do the same work share the oracle's answer. */
function oracleSeconds(plan: RunPlan, threads: number): Seconds {
  const situations = new Set(
    plan.cells.map(({ stage, routing, batchSize }) => JSON.stringify([stage, routing, batchSize])),
  );
  const operations = 2 * multiplyAdds(plan.problem, 'layer', checkedTokens);
  const speed = plan.target === 'sm90' ? gpu.oracleFlops : threads * oracleFlopsPerThread;
  return (situations.size * operations) / speed;
}

function visitSeconds(plan: RunPlan, cell: Cell, threads: number): Seconds {
  const { problem, effortPlan } = plan;
  const touched =
    problem.numExperts * (1 - Math.pow(1 - problem.topK / problem.numExperts, cell.batchSize));
  const bytes = (naturalWeightBytes(problem) * touched) / problem.numExperts;
  const speed = launchSpeed(plan, cell, threads);
  const launch = Math.max(
    (2 * multiplyAdds(problem, 'layer', cell.batchSize)) / speed.flops,
    bytes / speed.readBytes,
  );
  const slots = effortPlan.blocksPerReplicate * effortPlan.slotsPerBlock;
  // Two more launches for warming up and one for the check.
  return slots * Math.max(launch, effortPlan.minSlotUs / 1e6) + 3 * launch;
}

function launchSpeed({ target, tactics }: RunPlan, { tacticId }: Cell, threads: number) {
  if (target === 'sm90') return gpu;
  const tactic = tactics.find(({ id }) => id === tacticId);
  const flopsEach = flopsPerThread[tactic?.instructionSet ?? ''] ?? otherFlopsPerThread;
  return { flops: threads * flopsEach, readBytes: threads * readBytesPerThread };
}
