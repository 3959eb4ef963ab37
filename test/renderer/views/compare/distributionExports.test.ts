import { describe, expect, it } from 'vitest';
import { blockPoints, ecdf } from '../../../../renderer/views/compare/distributionData';
import {
  blockEffectsExport,
  ecdfExport,
} from '../../../../renderer/views/compare/distributionExports';
import { comparedRun } from '../../fixtures/comparedRun';

const run = comparedRun('demo');
const words = { cell: 'a tactic, layer', source: 'run demo' };

describe('the exported distributions', () => {
  it('have a line of data per slot in full precision', () => {
    const [a, b] = [ecdf(run, 0, 'A'), ecdf(run, 0, 'B')];
    const [heading, ...lines] = ecdfExport(a, b, words).csv().trimEnd().split('\r\n');
    expect(heading).toBe('side,"time of a slot, µs","share of slots, ratio"');
    expect(lines).toEqual([
      ...a.map(({ us, share }) => `A,${us},${share}`),
      ...b.map(({ us, share }) => `B,${us},${share}`),
    ]);
  });

  it('have a line of data per block, replicates counted from 1 as everywhere', () => {
    const points = blockPoints(run, 0);
    const [heading, first] = blockEffectsExport(points, 0.005, words).csv().split('\r\n');
    expect(heading).toBe('"block, in the order of time",replicate,"speed-up of B over A, ratio"');
    expect(first).toBe(`1,1,${points[0]?.ratio}`);
  });

  it('say which cell they show', () => {
    expect(blockEffectsExport([], 0.005, words).note).toContain('a tactic, layer');
    expect(ecdfExport([], [], words).note).toContain('a tactic, layer');
  });
});
