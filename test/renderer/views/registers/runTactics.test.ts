import { describe, expect, it } from 'vitest';
import { runTactics } from '../../../../renderer/views/registers/runTactics';
import { comparisonPlan, pairedBlock } from '../../../fixtures/comparisons';
import { documentOf } from '../../../fixtures/plans';
import { runFromText } from '../../fixtures/runFromText';

describe('the tactics that a run speaks of', () => {
  it('are of a comparison the contenders, the slower one first', () => {
    const plan = comparisonPlan([1]);
    const contenders = plan.cells.filter(({ control }) => control !== true);
    const [faster, slower] = contenders;
    if (faster === undefined || slower === undefined) throw new Error('the plan has two cells');
    const blocks = Array.from({ length: 8 }, (_, replicate) => [
      pairedBlock(faster.index, replicate, 100 + replicate / 100, 80),
      pairedBlock(slower.index, replicate, 100 + replicate / 100, 130),
    ]);
    expect(runTactics(documentOf(plan, blocks.flat())).slice(0, 2)).toEqual([
      slower.tacticId,
      faster.tacticId,
    ]);
  });

  it('are of any other run the best, most often first, then the rest of its plan', () => {
    const run = runFromText(`
      a.avx2.m1 | 1 | 300 301
      b.avx2.m1 | 1 | 100 101
      c.avx2.m1 | 1 | 200 201
      b.avx2.m1 | 4 | 200 201
      c.avx2.m1 | 4 | 100 101
      c.avx2.m1 | 16 | 100 101
    `);
    expect(runTactics(run)).toEqual(['c.avx2.m1', 'b.avx2.m1', 'a.avx2.m1']);
  });

  it('are those of the plan while nothing is measured', () => {
    expect(runTactics(runFromText('a.avx2.m1 | 1 |', { end: 'none' }))).toEqual(['a.avx2.m1']);
  });
});
