import { tQuantile } from '../statistics/studentT';
import type { EffectEstimate } from './estimate';

const mostReplicates = 1000;
const power = 0.8;

/**
 * Spread of a replicate's effect where nothing has been measured yet: 0.4 %, what the placement of
 * a process gave in the simulation that the method was chosen by. Shown as an assumption.
 */
export const ASSUMED_DEVIATION = 0.004;

/**
 * The smallest change that a plan would find in 80 % of runs, as a log ratio: the margin, plus
 * (t of 95 % + t of 80 %) standard errors.
 */
export function minimumDetectableEffect(
  deviation: number,
  replicates: number,
  margin: number,
): number | undefined {
  if (replicates < 2) {
    return undefined;
  }
  const freedom = replicates - 1;
  const errors = tQuantile(0.975, freedom) + tQuantile(power, freedom);
  return margin + (errors * deviation) / Math.sqrt(replicates);
}

/** Replicates after which the interval would clear the margin if effect and spread stay as they are. */
export function replicatesToSettle(
  { effect, deviation }: EffectEstimate,
  margin: number,
): number | undefined {
  const distance = Math.abs(Math.abs(effect) - margin);
  const probability = Math.abs(effect) > margin ? 0.975 : 0.95;
  const settles = (count: number): boolean =>
    (tQuantile(probability, count - 1) * deviation) / Math.sqrt(count) < distance;
  if (!settles(mostReplicates)) {
    return undefined;
  }
  // The interval only narrows with more replicates: one is too few always, the most are enough.
  let [tooFew, enough] = [1, mostReplicates];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (settles(middle)) {
      enough = middle;
    } else {
      tooFew = middle;
    }
  }
  return enough;
}
