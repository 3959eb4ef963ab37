import type { RunPlan } from '../contract/plan';
import type { Seconds } from '../contract/units';
import { multiplyAdds } from './arithmetic';
import { naturalWeightBytes } from './memory';

/**
 * Rough speeds per thread, to tell a person whether to wait or to come back; never a measurement.
 * From runs on a Zen 4 machine at 3.6 GHz, averaged over families: operations per second of each
 * instruction set, bytes of weights read per second, bytes of weights made and packed per second, and
 * operations per second of the oracle.
 */
const flopsPerThread: Readonly<Record<string, number>> = {
  avx512_bf16: 60e9,
  avx512: 25e9,
  avx2: 12e9,
  generic: 1.5e9,
};
const otherFlopsPerThread = 10e9;
const readBytesPerThread = 8e9;
const prepareBytesPerThread = 0.8e9;
const oracleFlopsPerThread = 1.3e9;
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
  const layouts = new Set(plan.tactics.map((tactic) => tactic.weightLayout)).size;
  const prepare =
    (naturalWeightBytes(plan.problem) * (1 + 2 * layouts)) / (threads * prepareBytesPerThread);
  const sides = plan.comparison === undefined ? 1 : 3;
  const replicate = visits + sides * prepare + oracleSeconds(plan, threads) + processStartSeconds;
  return Math.min(minReplicates * replicate, budgetSeconds + replicate);
}

/** Tactics that do the same work share the oracle's answer. */
function oracleSeconds(plan: RunPlan, threads: number): Seconds {
  const situations = new Set(
    plan.cells.map(({ stage, routing, batchSize }) => JSON.stringify([stage, routing, batchSize])),
  );
  const operations = 2 * multiplyAdds(plan.problem, 'layer', checkedTokens);
  return (situations.size * operations) / (threads * oracleFlopsPerThread);
}

function visitSeconds(plan: RunPlan, cell: RunPlan['cells'][number], threads: number): Seconds {
  const { problem, effortPlan } = plan;
  const tactic = plan.tactics.find((candidate) => candidate.id === cell.tacticId);
  const flopsEach = flopsPerThread[tactic?.instructionSet ?? ''] ?? otherFlopsPerThread;
  const touched =
    problem.numExperts * (1 - Math.pow(1 - problem.topK / problem.numExperts, cell.batchSize));
  const bytes = (naturalWeightBytes(problem) * touched) / problem.numExperts;
  const launch = Math.max(
    (2 * multiplyAdds(problem, 'layer', cell.batchSize)) / (threads * flopsEach),
    bytes / (threads * readBytesPerThread),
  );
  const slots = effortPlan.blocksPerReplicate * effortPlan.slotsPerBlock;
  // Two more launches for warming up and one for the check.
  return slots * Math.max(launch, effortPlan.minSlotUs / 1e6) + 3 * launch;
}
