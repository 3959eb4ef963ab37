import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corrected } from '../../../../electron/engine/verdict/corrections';

// The worked example of R's p.adjust on the same values.
const pValues = [0.01, 0.02, 0.03, 0.04, 0.05];

describe('corrections for many cells', () => {
  it('Holm multiplies the smallest by their number, and never falls', () => {
    expect(corrected('holm', pValues).map((p) => Number(p.toFixed(4)))).toEqual([
      0.05, 0.08, 0.09, 0.09, 0.09,
    ]);
  });

  it('Benjamini-Hochberg multiplies by number over rank', () => {
    expect(corrected('benjamini-hochberg', pValues).map((p) => Number(p.toFixed(4)))).toEqual([
      0.05, 0.05, 0.05, 0.05, 0.05,
    ]);
  });

  it('keep the order given, never lower a value, and Holm is the stricter', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(values, (list) => {
        const holm = corrected('holm', list);
        const bh = corrected('benjamini-hochberg', list);
        list.forEach((p, index) => {
          expect(holm[index]).toBeGreaterThanOrEqual(p);
          expect(bh[index]).toBeGreaterThanOrEqual(p - 1e-12);
          expect(bh[index] ?? 0).toBeLessThanOrEqual((holm[index] ?? 0) + 1e-12);
        });
      }),
    );
  });
});
