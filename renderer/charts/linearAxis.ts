import type { Domain } from './logAxis';

const USUAL_TICKS = 4;
const STEPS = [1, 2, 2.5, 5, 10];
/** Digits that a sum of steps is good for. */
const PRECISION = 12;
const MOST_DECIMALS = 9;

/** Round numbers at even distances inside a domain, as many as asked for at most, or half of that. */
export function evenTicks([low, high]: Domain, most = USUAL_TICKS): readonly number[] {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((fine) => fine * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(PRECISION)),
  );
}

/** The smallest domain around values, widened by a share of its length on either side. */
export function linearDomain(values: readonly number[], share: number): Domain {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const padding = high > low ? (high - low) * share : Math.max(Math.abs(low), 1) * share;
  return [low - padding, high + padding];
}

/** Digits behind the point that ticks need to be told apart. */
export function tickDecimals(ticks: readonly number[]): number {
  for (let decimals = 0; decimals < MOST_DECIMALS; decimals++) {
    const exact = ticks.every((tick) => Math.abs(tick - Number(tick.toFixed(decimals))) < 1e-9);
    if (exact) return decimals;
  }
  return MOST_DECIMALS;
}
