import type { Correction } from '../../contract/comparison';

/** p-values corrected for their number, in the order given; each is at most 1. */
export function corrected(correction: Correction, pValues: readonly number[]): readonly number[] {
  return correction === 'holm' ? holm(pValues) : benjaminiHochberg(pValues);
}

/** Holm (1979): the chance of any false claim stays under the level. */
function holm(pValues: readonly number[]): readonly number[] {
  const result = pValues.map(() => 1);
  let floor = 0;
  for (const [place, index] of ascending(pValues).entries()) {
    floor = Math.max(floor, Math.min(1, (pValues[index] ?? 1) * (pValues.length - place)));
    result[index] = floor;
  }
  return result;
}

/** Benjamini and Hochberg (1995): the expected share of false claims among claims stays under it. */
function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const result = pValues.map(() => 1);
  let ceiling = 1;
  for (const [place, index] of [...ascending(pValues).entries()].reverse()) {
    ceiling = Math.min(ceiling, ((pValues[index] ?? 1) * pValues.length) / (place + 1));
    result[index] = ceiling;
  }
  return result;
}

function ascending(values: readonly number[]): readonly number[] {
  return values.map((_, index) => index).sort((a, b) => (values[a] ?? 1) - (values[b] ?? 1));
}
