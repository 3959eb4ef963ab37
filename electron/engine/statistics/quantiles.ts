import { ascending } from './ascending';

/** Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantile(values: readonly number[], probability: number): number {
  return quantileOfSorted(ascending(values), probability);
}

/** Two quantiles for the price of one sort. */
export function quantilePair(
  values: readonly number[],
  low: number,
  high: number,
): readonly [low: number, high: number] {
  const ordered = ascending(values);
  return [quantileOfSorted(ordered, low), quantileOfSorted(ordered, high)];
}

function quantileOfSorted(ordered: ArrayLike<number>, probability: number): number {
  if (ordered.length === 0) {
    throw new RangeError('a quantile needs at least one value');
  }
  const position = (ordered.length - 1) * probability;
  const below = Math.floor(position);
  const low = ordered[below] ?? Number.NaN;
  const high = ordered[Math.min(below + 1, ordered.length - 1)] ?? Number.NaN;
  return low + (high - low) * (position - below);
}

export function median(values: readonly number[]): number {
  const [first, second] = values;
  // One block of a replicate, two slots of a side: the usual cases, and there are hundreds of thousands of them.
  if (first !== undefined && values.length === 1) {
    return first;
  }
  return first !== undefined && second !== undefined && values.length === 2
    ? first + (second - first) * 0.5
    : quantile(values, 0.5);
}

export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) {
    sum += value;
  }
  return sum / values.length;
}

/** Standard deviation of a sample, with n - 1. */
export function sampleDeviation(values: readonly number[]): number {
  const centre = mean(values);
  let squares = 0;
  for (const value of values) {
    squares += (value - centre) ** 2;
  }
  return Math.sqrt(squares / (values.length - 1));
}
