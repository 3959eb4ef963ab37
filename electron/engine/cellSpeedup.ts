import type { RunPlan } from '../contract/plan';
import { BASELINE_FAMILY } from '../contract/tactic';
import type { CellSummary } from './runSummary';
import { situationKey } from './situation';
import { ratioInterval, type RatioEstimate } from './statistics/ratioInterval';
import { pairedEffects, type ReplicateMedians } from './timeEstimate';

/** Every measured cell with its speed-up over the baseline family's best cell in the same situation. */
export function withSpeedup(
  plan: RunPlan,
  cells: readonly CellSummary[],
  medians: readonly ReplicateMedians[],
): readonly CellSummary[] {
  const baselines = baselineCells(plan, cells);
  return cells.map((summary) => {
    const baseline = baselines.get(situationKey(summary.cell));
    if (summary.time === undefined || baseline === undefined) {
      return summary;
    }
    const speedup = pairedSpeedup(medians[baseline.cell.index], medians[summary.cell.index]);
    return speedup === undefined ? summary : { ...summary, speedup };
  });
}

/** The baseline family's fastest cell in each situation. */
function baselineCells(
  plan: RunPlan,
  cells: readonly CellSummary[],
): ReadonlyMap<string, CellSummary> {
  const family = BASELINE_FAMILY[plan.target];
  const ids = new Set(
    plan.tactics.filter((tactic) => tactic.family === family).map(({ id }) => id),
  );
  const best = new Map<string, CellSummary>();
  for (const summary of cells) {
    if (summary.time === undefined || !ids.has(summary.cell.tacticId)) {
      continue;
    }
    const key = situationKey(summary.cell);
    const incumbentUs = best.get(key)?.time?.medianUs ?? Infinity;
    if (summary.time.medianUs < incumbentUs) {
      best.set(key, summary);
    }
  }
  return best;
}

/** Baseline over this, replicate by replicate, so that what a process does to both cancels. */
function pairedSpeedup(
  baseline: ReplicateMedians | undefined,
  own: ReplicateMedians | undefined,
): RatioEstimate | undefined {
  const logs = own === undefined || baseline === undefined ? [] : pairedEffects(own, baseline);
  return logs.length === 0 ? undefined : ratioInterval(logs);
}
