import type { Interval } from '../runSummary';
import { ascending } from './ascending';

/**
 * An interval for the median from order statistics alone: no shape of the distribution is assumed.
 * The narrowest symmetric pair of ranks that covers at least `level`; with too few values, the whole
 * range with the coverage that it has (5 values: 0.9375). Hollander and Wolfe, section 3.6.
 *
 * @returns undefined with fewer than two values
 */
export function medianInterval(values: readonly number[], level = 0.95): Interval | undefined {
  const count = values.length;
  if (count < 2) {
    return undefined;
  }
  const ordered = ascending(values);
  let rank = 0;
  while (rank + 1 < count / 2 && coverageOfRank(count, rank + 1) >= level) {
    rank++;
  }
  return {
    low: ordered[rank] ?? Number.NaN,
    high: ordered[count - 1 - rank] ?? Number.NaN,
    coverage: coverageOfRank(count, rank),
  };
}

/** Probability that the median lies between the values of rank `rank` from below and from above. */
function coverageOfRank(count: number, rank: number): number {
  let term = Math.pow(0.5, count);
  let tail = 0;
  for (let successes = 0; successes <= rank; successes++) {
    tail += term;
    term *= (count - successes) / (successes + 1);
  }
  return 1 - 2 * tail;
}
