import { describe, expect, it } from 'vitest';
import { evenTicks, linearDomain, tickDecimals } from '../../../renderer/charts/linearAxis';

describe('ticks of a linear axis', () => {
  it('are round, inside the domain and not more than asked for', () => {
    expect(evenTicks([91.3, 100.2], 6)).toEqual([92, 94, 96, 98, 100]);
    expect(evenTicks([0.983, 1.024], 6)).toEqual([0.99, 1, 1.01, 1.02]);
  });

  it('stay apart where large numbers differ by little', () => {
    const ticks = evenTicks([123_456.01, 123_456.05]);
    expect(new Set(ticks).size).toBe(ticks.length);
    expect(ticks.length).toBeGreaterThan(1);
  });

  it.each([
    [[92, 94], 0],
    [[0.5, 1], 1],
    [[0.1, 0.2, 0.3], 1],
    [[0.0025, 0.005], 4],
  ])('%j need %i decimals to be told apart', (ticks, decimals) => {
    expect(tickDecimals(ticks)).toBe(decimals);
  });
});

describe('a linear domain', () => {
  it('is wider than its values on either side', () => {
    expect(linearDomain([10, 20], 0.1)).toEqual([9, 21]);
  });

  it('has a length when all values are the same, and without any', () => {
    for (const values of [[100, 100], [0], [], [Number.NaN]]) {
      const [low, high] = linearDomain(values, 0.02);
      expect(high).toBeGreaterThan(low);
    }
  });
});
