import type { Interval } from '../runSummary';
import { mean, sampleDeviation } from './quantiles';
import { tQuantile } from './studentT';

export interface RatioEstimate {
  /** Geometric mean of the ratios. */
  readonly ratio: number;
  /** Absent with fewer than two ratios. */
  readonly interval?: Interval | undefined;
}

/**
 * A ratio from paired replicates: Student's t on their logarithms, one value per replicate
 * (launches of one process share its placement and drift; processes are independent).
 *
 * @param logs logarithm of the ratio of each replicate
 */
export function ratioInterval(logs: readonly number[], level = 0.95): RatioEstimate {
  const centre = mean(logs);
  if (logs.length < 2) {
    return { ratio: Math.exp(centre) };
  }
  const error = sampleDeviation(logs) / Math.sqrt(logs.length);
  const half = tQuantile((1 + level) / 2, logs.length - 1) * error;
  return {
    ratio: Math.exp(centre),
    interval: { low: Math.exp(centre - half), high: Math.exp(centre + half), coverage: level },
  };
}
