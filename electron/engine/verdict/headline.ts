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
    const parts = cells.flatMap(({ weight, byReplicate }) => {
      const effect = byReplicate.get(replicate);
      return effect === undefined ? [] : [weight * effect];
    });
    if (parts.length === cells.length) {
      effects.push(parts.reduce((sum, part) => sum + part, 0) / total);
    }
  }
  return effects.length < 2
    ? undefined
    : { ...estimateEffect(effects), replicates: effects.length };
}
