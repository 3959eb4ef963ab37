import { describe, expect, it } from 'vitest';
import { Random } from '../../../../electron/engine/random';
import { ascending } from '../../../../electron/engine/statistics/ascending';

describe('an ascending copy', () => {
  it('holds the same numbers in order, whatever their number, and leaves the list as it was', () => {
    const random = Random.of(5, 'ascending');
    for (let count = 0; count < 60; count++) {
      // Whole numbers of a small range: equal ones are the rule.
      const values = Array.from({ length: count }, () => 10 + Math.floor(9 * random.nextNormal()));
      const before = [...values];
      expect(Array.from(ascending(values))).toEqual(values.toSorted((a, b) => a - b));
      expect(values).toEqual(before);
    }
  });
});
