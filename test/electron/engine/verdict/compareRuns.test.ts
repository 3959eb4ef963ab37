import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../../electron/engine/planBuilder';
import { compareRuns, matchingCells } from '../../../../electron/engine/verdict/compareRuns';
import { block, documentOf, machineFacts, smallRequest } from '../../../fixtures/plans';

const preview = buildPlan(smallRequest, machineFacts());
if (!preview.ok) {
  throw new Error(preview.error.message);
}
const { plan } = preview.value;

function runOf(runId: string, times: readonly number[]) {
  const document = documentOf(
    plan,
    times.flatMap((us, replicate) => plan.cells.map(({ index }) => block(index, replicate, us))),
  );
  return { ...document, header: { ...document.header, runId } };
}

const steady = [100, 100.1, 99.9, 100, 100.1, 99.9, 100, 100.1];

describe('two runs of different times', () => {
  it('need eight replicates, where one run needs five', () => {
    const [a, b] = [runOf('a', steady.slice(0, 6)), runOf('b', steady.slice(0, 6))];
    const { cells } = compareRuns(a, b, matchingCells(a, b));
    expect(cells[0]?.word).toBe('INCONCLUSIVE');
    expect(cells[0]?.reason).toMatch(/6 of the 8 replicates/);
  });

  it('need twice the margin, and say how they were measured', () => {
    const [a, b] = [
      runOf('a', steady),
      runOf(
        'b',
        steady.map((us) => us * 1.009),
      ),
    ];
    const summary = compareRuns(a, b, matchingCells(a, b));
    expect(summary).toMatchObject({ design: 'separate runs', margin: 0.01 });
    expect(summary.cells[0]?.word).toBe('SAME');
    const slower = runOf(
      'c',
      steady.map((us) => us * 1.05),
    );
    expect(compareRuns(a, slower, matchingCells(a, slower)).cells[0]?.word).toBe('SLOWER');
  });

  it('say nothing of each other where the work was another, named', () => {
    const [a, b] = [runOf('a', steady), runOf('b', steady)];
    const other = { ...plan, seed: plan.seed + 1, cacheMode: 'cold' as const };
    const unlike = { ...b, header: { ...b.header, plan: other } };
    const { cells } = compareRuns(a, unlike, matchingCells(a, unlike));
    expect(cells[0]).toMatchObject({
      word: 'INVALID',
      reason: 'the runs did different work: not the same seed, cache mode',
    });
  });

  it('keep the cells that only one of them has', () => {
    const a = runOf('a', steady);
    const b = runOf('b', steady);
    const fewer = {
      ...b,
      header: { ...b.header, plan: { ...plan, cells: plan.cells.slice(0, 1) } },
      records: b.records.filter((record) => record.type === 'block' && record.cell === 0),
    };
    const summary = compareRuns(a, fewer, matchingCells(a, fewer));
    expect(summary.cells).toHaveLength(1);
    expect(summary.missing.map(({ unsupported }) => unsupported)).toContain('only in run A');
  });
});

describe('two cells of one run', () => {
  it('are paired by replicate, so that what a process does to both cancels', () => {
    const drifting = [100, 130, 90, 160, 120];
    const document = documentOf(
      plan,
      drifting.flatMap((us, replicate) => [block(0, replicate, us), block(1, replicate, us * 1.1)]),
    );
    const [first, second] = plan.cells;
    if (first === undefined || second === undefined) {
      throw new Error('the plan has two cells');
    }
    const { cells, design } = compareRuns(document, document, [[first, second]]);
    expect(design).toBe('same run');
    expect(cells[0]?.word).toBe('SLOWER');
    expect(cells[0]?.speedup?.ratio).toBeCloseTo(1 / 1.1, 6);
  });
});
