import { quantile } from '../statistics/quantiles';
import { effectInterval, type EffectEstimate } from './estimate';

/**
 * The margin: the floor that was declared, or what two copies of the same branch differ by when that is
 * larger. Of each control cell only the part of its effect counts that its own 95 % interval does
 * not explain: the rest is noise, which every cell's interval carries already, and would
 * turn a noisy machine's INCONCLUSIVE into SAME.
 */
export function marginOf(floor: number, controls: readonly EffectEstimate[]): number {
  const declared = Math.log1p(floor);
  const excess = controls.map((control) => {
    const { low, high } = effectInterval(control, 0.95);
    return Math.max(0, low, -high);
  });
  return excess.length === 0 ? declared : Math.max(declared, quantile(excess, 0.95));
}
