import type { Cell, EffortPlan, RunPlan } from '../../contract/plan';

/** The same plan with other cells and effort: a round of a race. Cells are numbered anew. */
export function narrowPlan(
  plan: RunPlan,
  cells: readonly Cell[],
  effortPlan: Partial<EffortPlan>,
): RunPlan {
  const ids = new Set(
    cells.flatMap(({ tacticId, baselineTacticId, gemm2TacticId }) => [
      tacticId,
      baselineTacticId ?? '',
      gemm2TacticId ?? '',
    ]),
  );
  return {
    ...plan,
    effortPlan: { ...plan.effortPlan, ...effortPlan },
    tactics: plan.tactics.filter(({ id }) => ids.has(id)),
    cells: cells.map((cell, index) => ({ ...cell, index })),
  };
}

/**
 * Rounds of a race over replicates: short for all, doubled for those that are left. Blocks are
 * six, so that a disturbed one is outvoted.
 */
export const RACE_ROUNDS: readonly Partial<EffortPlan>[] = [2, 4, 8, 16].map((replicates) => ({
  minReplicates: replicates,
  maxReplicates: replicates,
  blocksPerReplicate: 6,
}));
