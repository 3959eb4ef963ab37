import { describe, expect, it } from 'vitest';
import { compareRuns, matchingCells } from '../../../electron/engine/verdict/compareRuns';
import { comparisonChart } from '../../../renderer/charts/comparisonChart';
import { runFromText } from '../fixtures/runFromText';

const NATURAL = 'natural.avx2.m16n1k64.arith.direct.after';
const OTHER_TILE = 'natural.avx2.m32n1k64.arith.direct.after';

function comparison() {
  const a = runFromText(
    `${NATURAL} | 1 | 1000 1010 | layer uniform
     ${NATURAL} | 1 | 300 303 | gemm1 uniform
     ${NATURAL} | 1 | 900 909 | layer zipf:1.1
     ${OTHER_TILE} | 1 | 990 1000 | layer uniform
     ${NATURAL} | 4 | 4000 4010 | layer uniform`,
    { runId: 'a' },
  );
  const b = runFromText(
    `${NATURAL} | 1 | 500 505 | layer uniform
     ${NATURAL} | 1 | 100 101 | gemm1 uniform
     ${NATURAL} | 1 | 450 454 | layer zipf:1.1
     ${OTHER_TILE} | 1 | 900 909 | layer uniform
     ${NATURAL} | 4 | 1000 1002 | layer uniform`,
    { runId: 'b' },
  );
  return { summary: compareRuns(a, b, matchingCells(a, b)), plan: b.header.plan };
}

describe('the chart of a comparison', () => {
  const { summary, plan } = comparison();

  it.each([
    ['layer', 'uniform', [2, 4]],
    ['gemm1', 'uniform', [3]],
  ] as const)('shows the cells of %s with %s routing alone', (stage, kind, speedups) => {
    const { series } = comparisonChart(summary, plan, { stage, routing: { kind } });
    expect(series.map(({ key }) => key)).toEqual(['natural']);
    const values = series[0]?.points.map(({ y }) => y) ?? [];
    expect(values).toHaveLength(speedups.length);
    speedups.forEach((speedup, index) => expect(values[index]).toBeCloseTo(speedup, 1));
  });

  it('says which stage and routing it shows', () => {
    const { note } = comparisonChart(summary, plan, {
      stage: 'gemm1',
      routing: { kind: 'uniform' },
    });
    expect(note).toContain('gemm1, uniform routing');
  });

  it('takes the tactic that is fastest on side B, not the one with the larger speed-up', () => {
    const whole = { stage: 'layer', routing: { kind: 'uniform' } } as const;
    const point = comparisonChart(summary, plan, whole).series[0]?.points[0];
    expect(point?.detail).toContain(NATURAL);
  });

  it('shows every cell where no group is named', () => {
    const point = comparisonChart(summary, plan, undefined).series[0]?.points[0];
    expect(point?.y).toBeCloseTo(3, 1);
  });
});
