import type { ReplicateEffects } from './effects';
import { estimateEffect, type EffectEstimate } from './estimate';

export interface WeightedEffects {
  readonly weight: number;
  readonly byReplicate: ReplicateEffects;
}

/**
 * Weighted geometric mean of ratios, replicate by replicate, so that the interval holds what the
 * cells of one process share. Only replicates that have every cell take part.
 *
 * @returns undefined with fewer than two such replicates
 */
export function headlineEffect(
  cells: readonly WeightedEffects[],
): (EffectEstimate & { readonly replicates: number }) | undefined {
  const [first] = cells;
  const total = cells.reduce((sum, { weight }) => sum + weight, 0);
  if (first === undefined || total <= 0) {
    return undefined;
  }
  const effects: number[] = [];
  for (const replicate of first.byReplicate.keys()) {
    const sum = weightedSum(cells, replicate);
    if (sum !== undefined) {
      effects.push(sum / total);
    }
  }
  return effects.length < 2
    ? undefined
    : { ...estimateEffect(effects), replicates: effects.length };
}

/** Of all cells in one replicate; undefined when a cell lacks it. */
function weightedSum(cells: readonly WeightedEffects[], replicate: number): number | undefined {
  let sum = 0;
  for (const { weight, byReplicate } of cells) {
    const effect = byReplicate.get(replicate);
    if (effect === undefined) {
      return undefined;
    }
    sum += weight * effect;
  }
  return sum;
}
