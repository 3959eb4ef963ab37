import type { RunPlan } from '../../../electron/contract/plan';
import type { MoeProblem } from '../../../electron/contract/problem';
import type { Tactic } from '../../../electron/contract/tactic';
import type { ReplicateJob } from '../../../electron/contract/workerApi';

/** A layer that the oracle computes in microseconds. */
export const tinyProblem: MoeProblem = {
  hiddenSize: 64,
  intermediateSize: 64,
  numExperts: 8,
  topK: 2,
  scheme: 'mxfp4_bf16',
  activation: 'swiglu',
  bias: true,
};

/** Id of a tactic of the faulty library: its family says what it does. */
export function faultyTactic(family: string): string {
  return `${family}.generic.m1n1k32.arithmetic.scalar.before`;
}

/** One cell per tactic: the layer, four tokens, uniform routing. */
export function tinyPlan(tacticIds: readonly string[], changes: Partial<RunPlan> = {}): RunPlan {
  return {
    problem: tinyProblem,
    target: 'cpu',
    threads: 1,
    effort: 'quick',
    effortPlan: {
      minReplicates: 5,
      maxReplicates: 5,
      blocksPerReplicate: 2,
      slotsPerBlock: 4,
      minSlotUs: 200,
      targetHalfWidth: 0.0025,
      budgetSeconds: 60,
    },
    cacheMode: 'cold',
    seed: 7,
    tacticFilter: '*',
    tactics: tacticIds.map(describeTactic),
    cells: tacticIds.map((tacticId, index) => ({
      index,
      tacticId,
      batchSize: 4,
      routing: { kind: 'uniform' },
      stage: 'layer',
    })),
    ...changes,
  };
}

/** A replicate that visits every cell of the plan in order. */
export function replicateOf(plan: RunPlan, libraryPath: string): ReplicateJob {
  return {
    type: 'replicate',
    libraries: { A: libraryPath },
    plan,
    replicate: 0,
    visits: plan.cells.map(({ index }) => ({ cell: index, firstBlock: 0, blocks: 2 })),
  };
}

function describeTactic(id: string): Tactic {
  return {
    id,
    family: id.split('.')[0] ?? id,
    instructionSet: 'generic',
    tileM: 1,
    tileN: 1,
    tileK: 32,
    clusterM: 1,
    clusterN: 1,
    stages: 1,
    swizzle: 1,
    splitK: 1,
    schedule: 'none',
    raster: 'none',
    conversion: 'arithmetic',
    loader: 'scalar',
    scaling: 'before',
    weightLayout: 'natural',
    isDefault: true,
  };
}
