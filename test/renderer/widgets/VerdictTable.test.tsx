// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { RunDocument } from '../../../electron/contract/runFile';
import { summariseRun } from '../../../electron/engine/summariseRun';
import { compareRun } from '../../../electron/engine/verdict/compareRun';
import { compareRuns, matchingCells } from '../../../electron/engine/verdict/compareRuns';
import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import { pairFamilies } from '../../../electron/engine/verdict/runParts';
import { VerdictTable } from '../../../renderer/widgets/VerdictTable';
import { comparedRun } from '../fixtures/comparedRun';
import { inventedRun } from '../fixtures/inventedRun';
import { runFromText } from '../fixtures/runFromText';

afterEach(cleanup);

function show(summary: ComparisonSummary): void {
  render(
    <VerdictTable
      summary={summary}
      rows={summary.cells}
      renderTactic={({ cell }) => cell.tacticId}
    />,
  );
}

function compared(): ComparisonSummary {
  const summary = compareRun(comparedRun('mine'));
  if (summary === undefined) throw new Error('The run compares nothing.');
  return summary;
}

const twoRuns = (a: RunDocument, b: RunDocument): ComparisonSummary =>
  compareRuns(a, b, matchingCells(a, b));

const headings = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
const firstRow = () =>
  [...(screen.getAllByRole('row')[1]?.children ?? [])].map(({ textContent }) => textContent);

describe('the table of verdicts', () => {
  it('has a word with its mark, both times, the speed-up and its interval', () => {
    show(compared());
    expect(headings()).toEqual([
      'Verdict',
      'Tactic',
      'Batch',
      'A, µs',
      'B, µs',
      'Speed-up, ×',
      'Interval',
      'Replicates',
    ]);
    const [verdict, tactic, batch, a, , speedup, interval, replicates] = firstRow();
    expect(verdict).toBe('▲ FASTER');
    expect([tactic, batch, a]).toEqual(['natural.avx2.m32n4k64.lut.vector.after', '1', '100.0']);
    expect(speedup).toMatch(/^1\.0[89]\d$/);
    expect(interval).toMatch(/^1\.0[78]\d to 1\.(?:08|09)\d$/);
    expect(replicates).toBe('8');
  });

  it('says once what every row shares', () => {
    show(compared());
    expect(screen.getByText('Every row: layer, uniform routing')).toBeTruthy();
  });

  it('has a column for stage and routing where rows differ', () => {
    const text = (us: string) => `
      natural.avx2.m16n1k64.arith.direct.after | 1 | ${us} | gemm1 uniform
      natural.avx2.m16n1k64.arith.direct.after | 1 | ${us} | gemm2 zipf:1.1
    `;
    show(twoRuns(runFromText(text('100 101 100')), runFromText(text('90 91 90'))));
    expect(headings()).toContain('Stage, routing');
    expect(firstRow()).toContain('gemm1, uniform routing');
  });

  it('names the tactic of A where it is another, breaking only at its dots', () => {
    const run = inventedRun(5);
    show(compareRuns(run, run, pairFamilies(run, 'natural', summariseRun(run))));
    const [against] = screen.getAllByText(/^against/);
    expect(against?.textContent).toMatch(/^against natural\.avx512_bf16\.m16n1k64\.arith\.direct/);
    expect(against?.innerHTML.match(/\.<wbr>/g)).toHaveLength(5);
  });

  it('says why a verdict is open, and has no bar without an interval', () => {
    const run = inventedRun(1);
    show(compareRuns(run, run, pairFamilies(run, 'natural', summariseRun(run))));
    const [verdict, , , , , , interval, replicates] = firstRow();
    expect(verdict).toBe('? INCONCLUSIVE1 of the 5 replicates that a verdict needs');
    expect(interval).toBe('');
    expect(replicates).toBe('1');
  });

  it('says why a cell is INCORRECT, and gives it no speed-up', () => {
    const right = 'natural.avx2.m16n1k64.arith.direct.after | 1 | 100 101 100';
    const wrong = 'natural.avx2.m16n1k64.arith.direct.after | 1 | incorrect';
    show(twoRuns(runFromText(right), runFromText(wrong)));
    const [verdict, , , , b, speedup] = firstRow();
    expect(verdict).toMatch(/^! INCORRECTwrong against the oracle in replicate 1/);
    expect([b, speedup]).toEqual(['–', '–']);
  });
});
