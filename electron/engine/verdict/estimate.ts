import { mean, sampleDeviation } from '../statistics/quantiles';
import { studentTCdf, tQuantile } from '../statistics/studentT';

/** Mean and spread of a logarithm of a ratio of times; above 0 is slower. */
export interface EffectEstimate {
  readonly effect: number;
  readonly standardError: number;
  readonly freedom: number;
  /** Standard deviation of one replicate's effect; of the difference where runs are unpaired. */
  readonly deviation: number;
}

/** One effect per replicate: replicates are independent, launches are not. Needs at least two. */
export function estimateEffect(effects: readonly number[]): EffectEstimate {
  const deviation = sampleDeviation(effects);
  return {
    effect: mean(effects),
    standardError: deviation / Math.sqrt(effects.length),
    freedom: effects.length - 1,
    deviation,
  };
}

/**
 * The difference of two sets of replicates that share no process: log times of each, by Welch's t
 * with the degrees of freedom of Welch and Satterthwaite (1946).
 */
export function estimateUnpaired(a: readonly number[], b: readonly number[]): EffectEstimate {
  const [varianceA, varianceB] = [variancePart(a), variancePart(b)];
  const standardError = Math.sqrt(varianceA + varianceB);
  const freedom =
    standardError === 0
      ? a.length + b.length - 2
      : (varianceA + varianceB) ** 2 /
        (varianceA ** 2 / (a.length - 1) + varianceB ** 2 / (b.length - 1));
  return {
    effect: mean(b) - mean(a),
    standardError,
    freedom,
    deviation: standardError * Math.sqrt(Math.min(a.length, b.length)),
  };
}

function variancePart(values: readonly number[]): number {
  return sampleDeviation(values) ** 2 / values.length;
}

export interface LogInterval {
  readonly low: number;
  readonly high: number;
}

export function effectInterval(estimate: EffectEstimate, level: number): LogInterval {
  const half = tQuantile((1 + level) / 2, estimate.freedom) * estimate.standardError;
  return { low: estimate.effect - half, high: estimate.effect + half };
}

/**
 * Two-sided p-value of "the effect lies beyond the margin": below 0.05 exactly when the 95 %
 * interval lies wholly beyond it.
 */
export function beyondMarginP(
  { effect, standardError, freedom }: EffectEstimate,
  margin: number,
): number {
  const distance = Math.abs(effect) - margin;
  if (distance <= 0) {
    return 1;
  }
  return standardError === 0 ? 0 : 2 * (1 - studentTCdf(distance / standardError, freedom));
}
