import type { Cell } from '../../contract/plan';
import { groupBy } from '../groupBy';
import { situationKey } from '../situation';
import { median } from '../statistics/quantiles';
import { pairedEffects, type ReplicateMedians } from '../timeEstimate';
import { effectInterval, estimateEffect } from '../verdict/estimate';

/** How much slower than the best a tactic is, as log ratios; bounds: one-sided 95 % each. */
export interface Regret {
  readonly cell: Cell;
  readonly medianUs: number;
  readonly regret: number;
  /** Absent with fewer than two replicates in common with the best. */
  readonly bounds?: { readonly low: number; readonly high: number } | undefined;
}

export interface TimedCell {
  readonly cell: Cell;
  readonly medians: ReplicateMedians;
}

/**
 * Regrets of the cells of each situation against its fastest, paired by replicate so that what a process
 * does to both cancels.
 *
 * @returns by situation, the fastest first
 */
export function regretsBySituation(
  cells: readonly TimedCell[],
): ReadonlyMap<string, readonly Regret[]> {
  const groups = groupBy(
    cells.filter(({ medians }) => medians.size > 0),
    ({ cell }) => situationKey(cell),
  );
  return new Map([...groups].map(([key, members]) => [key, regretsOf(members)]));
}

function regretsOf(members: readonly TimedCell[]): readonly Regret[] {
  const timed = members
    .map(({ cell, medians }) => ({ cell, medians, medianUs: median([...medians.values()]) }))
    .sort((a, b) => a.medianUs - b.medianUs);
  const best = timed[0];
  if (best === undefined) {
    return [];
  }
  return timed.map(({ cell, medians, medianUs }) => {
    const effects = pairedEffects(best.medians, medians);
    const regret = Math.log(medianUs / best.medianUs);
    return effects.length < 2
      ? { cell, medianUs, regret }
      : { cell, medianUs, regret, bounds: effectInterval(estimateEffect(effects), 0.9) };
  });
}
