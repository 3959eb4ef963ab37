import { evenTicks } from './linearAxis';

/** Ticks and domains of logarithmic axes. */
export type Domain = readonly [low: number, high: number];

/** Mantissas per decade, from coarse to fine; the first that gives enough ticks is used. */
const MANTISSAS: readonly (readonly number[])[] = [
  [1],
  [1, 3],
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9],
];
const ENOUGH_TICKS = 4;

/** Ticks inside a domain of positive numbers. */
export function logTicks([low, high]: Domain): readonly number[] {
  for (const mantissas of MANTISSAS) {
    const ticks = ticksWith(mantissas, low, high);
    if (ticks.length >= ENOUGH_TICKS) return ticks;
  }
  // Within less than a factor of two a logarithmic axis is nearly even, and so are its ticks.
  return evenTicks([low, high]);
}

function ticksWith(mantissas: readonly number[], low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade++) {
    for (const mantissa of mantissas) {
      const tick = Number((mantissa * 10 ** decade).toPrecision(6));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}

/** The smallest domain around positive values, widened by a share of its length on either side. */
export function paddedDomain(values: readonly number[], share: number): Domain {
  const positive = values.filter((value) => Number.isFinite(value) && value > 0);
  if (positive.length === 0) return [0.5, 2];
  const low = Math.log(Math.min(...positive));
  const high = Math.log(Math.max(...positive));
  const padding = high - low < 1e-3 ? Math.log(1.25) : (high - low) * share;
  return [Math.exp(low - padding), Math.exp(high + padding)];
}
