import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../electron/engine/summariseRun';
import { compareRun } from '../../../electron/engine/verdict/compareRun';
import { baselineSeries } from '../../../renderer/charts/baselineSeries';
import { timeChart } from '../../../renderer/charts/familyCharts';
import { comparedRun } from '../fixtures/comparedRun';

const document = comparedRun('mine');
const comparison = compareRun(document);
const [group] = summariseRun(document).groups;
if (comparison === undefined || group === undefined) throw new Error('The run compares nothing.');

describe('side A in the chart of times', () => {
  it('is its fastest tactic at each batch size, ascending', () => {
    const slower = comparison.cells.map((cell) => ({ ...cell, timeAUs: 2 * (cell.timeAUs ?? 0) }));
    const series = baselineSeries({ cells: [...slower, ...comparison.cells].toReversed() }, group);
    expect(series?.points.map(({ x, y }) => [x, y])).toEqual([
      [1, 100],
      [4, 100],
      [16, 100],
      [64, 100],
    ]);
  });

  it('names the tactic that ran there', () => {
    const cells = comparison.cells.map((verdict) => ({
      ...verdict,
      cell: { ...verdict.cell, baselineTacticId: 'original.sm90a.m128' },
    }));
    expect(baselineSeries({ cells }, group)?.points[0]?.detail).toBe('original.sm90a.m128');
  });

  it('stands before the families, within the axis, and is explained', () => {
    const spec = timeChart(group, 'whole layer', baselineSeries(comparison, group));
    expect(spec.series.map(({ key }) => key)).toEqual(['A', 'natural', 'streaming']);
    expect(spec.yDomain[1]).toBeGreaterThanOrEqual(100);
    expect(spec.note).toBe('whole layer; A: side A, its fastest');
  });

  it('is absent where no cell of the group has a time on both sides', () => {
    const cells = comparison.cells.map((cell) => ({ ...cell, timeAUs: undefined }));
    expect(baselineSeries({ cells }, group)).toBeUndefined();
    const wrong = comparison.cells.map((cell) => ({ ...cell, speedup: undefined }));
    expect(baselineSeries({ cells: wrong }, group)).toBeUndefined();
    expect(baselineSeries(comparison, { ...group, stage: 'gemm1' })).toBeUndefined();
  });
});
