import { describe, expect, it } from 'vitest';
import { Random } from '../../../../electron/engine/random';
import { medianInterval } from '../../../../electron/engine/statistics/medianInterval';
import { median, quantile } from '../../../../electron/engine/statistics/quantiles';
import { ratioInterval } from '../../../../electron/engine/statistics/ratioInterval';
import { studentTQuantile } from '../../../../electron/engine/statistics/studentT';

describe('quantiles', () => {
  it('interpolate between order statistics', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe("Student's t", () => {
  // Two-sided 95 % and 99 % points as printed tables have them.
  it.each([
    [0.975, 1, 12.7062],
    [0.975, 4, 2.7764],
    [0.975, 7, 2.3646],
    [0.975, 30, 2.0423],
    [0.995, 4, 4.6041],
    [0.95, 11, 1.7959],
  ])('quantile %f with %i degrees of freedom is %f', (probability, freedom, expected) => {
    expect(studentTQuantile(probability, freedom)).toBeCloseTo(expected, 3);
    expect(studentTQuantile(1 - probability, freedom)).toBeCloseTo(-expected, 3);
  });
});

describe('the interval of a median', () => {
  it('is the range, with the coverage that it has, when values are few', () => {
    expect(medianInterval([5])).toBeUndefined();
    expect(medianInterval([5, 1, 3, 2, 4])).toEqual({ low: 1, high: 5, coverage: 0.9375 });
  });

  it('leaves the outermost values out as soon as the rest covers 95 %', () => {
    const values = Array.from({ length: 9 }, (_, index) => index);
    expect(medianInterval(values)).toMatchObject({ low: 1, high: 7 });
    expect(medianInterval(values)?.coverage).toBeCloseTo(0.9609, 4);
  });

  it('covers the true median as often as it says', () => {
    const random = Random.of(1, 'coverage');
    const trials = 4000;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const sample = Array.from({ length: 8 }, () => random.nextNormal());
      const interval = medianInterval(sample);
      covered += interval !== undefined && interval.low <= 0 && interval.high >= 0 ? 1 : 0;
    }
    const promised = medianInterval([1, 2, 3, 4, 5, 6, 7, 8])?.coverage ?? 0;
    expect(covered / trials).toBeCloseTo(promised, 1);
  });
});

describe('the interval of a ratio', () => {
  it('is the geometric mean with t on the logarithms', () => {
    const { ratio, interval } = ratioInterval([2, 2, 2].map(Math.log));
    expect(ratio).toBeCloseTo(2);
    expect(interval?.low).toBeCloseTo(2);
    expect(ratioInterval([1, 4].map(Math.log)).ratio).toBeCloseTo(2);
    expect(ratioInterval([Math.log(3)]).interval).toBeUndefined();
  });

  it('covers the truth in 95 of 100 samples of five', () => {
    const random = Random.of(2, 'ratio');
    let covered = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const { interval } = ratioInterval(
        Array.from({ length: 5 }, () => 0.1 * random.nextNormal()),
      );
      covered += interval !== undefined && interval.low <= 1 && interval.high >= 1 ? 1 : 0;
    }
    expect(covered / 2000).toBeGreaterThan(0.93);
    expect(covered / 2000).toBeLessThan(0.97);
  });
});
