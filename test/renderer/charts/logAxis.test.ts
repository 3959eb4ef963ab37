import { describe, expect, it } from 'vitest';
import { logTicks, paddedDomain } from '../../../renderer/charts/logAxis';

describe('logTicks', () => {
  it.each([
    [
      [1, 10_000],
      [1, 10, 100, 1000, 10_000],
    ],
    [
      [2000, 300_000],
      [3000, 10_000, 30_000, 100_000, 300_000],
    ],
    [
      [0.9, 6],
      [1, 1.5, 2, 3, 5],
    ],
    [
      [100, 101],
      [100, 100.25, 100.5, 100.75, 101],
    ],
  ])('of %j are %j', (domain, ticks) => {
    expect(logTicks([domain[0] ?? 0, domain[1] ?? 0])).toEqual(ticks);
  });

  it('never leaves the domain', () => {
    for (const [low, high] of [
      [0.013, 0.7],
      [3, 4],
      [999, 1e6],
    ] as const) {
      for (const tick of logTicks([low, high])) {
        expect(tick).toBeGreaterThanOrEqual(low);
        expect(tick).toBeLessThanOrEqual(high);
      }
    }
  });
});

describe('paddedDomain', () => {
  it('leaves out what a logarithmic axis cannot show', () => {
    const [low, high] = paddedDomain([0, -3, Number.NaN, 10, 1000], 0);
    expect(low).toBeCloseTo(10);
    expect(high).toBeCloseTo(1000);
  });

  it('has width even for one value', () => {
    const [low, high] = paddedDomain([64], 0.1);
    expect(low).toBeLessThan(64);
    expect(high).toBeGreaterThan(64);
  });

  it('is positive for no values at all', () => {
    expect(paddedDomain([], 0.1)[0]).toBeGreaterThan(0);
  });
});
