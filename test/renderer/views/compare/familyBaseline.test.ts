import { describe, expect, it } from 'vitest';
import { familiesOf, familyBaseline } from '../../../../renderer/views/compare/familyBaseline';
import { inventedRun } from '../../fixtures/inventedRun';
import { runFromText } from '../../fixtures/runFromText';

describe('a family as baseline', () => {
  it.each([
    ['family:natural', 'natural'],
    ['family:a:b', 'a:b'],
    ['family:', ''],
    ['20261124-run', undefined],
    ['Family:natural', undefined],
    [undefined, undefined],
  ])('%s in the link is the family %s', (word, family) => {
    expect(familyBaseline(word)).toBe(family);
  });

  it('is one of those that the run has, once each', () => {
    expect(familiesOf(inventedRun())).toEqual(['natural', 'interleaved', 'streaming']);
  });

  it('is none that only the control of a comparison ran', () => {
    const run = inventedRun();
    const cells = run.header.plan.cells.map((cell) =>
      cell.tacticId.startsWith('natural') ? { ...cell, control: true as const } : cell,
    );
    const plan = { ...run.header.plan, cells };
    expect(familiesOf({ ...run, header: { ...run.header, plan } })).toEqual([
      'interleaved',
      'streaming',
    ]);
  });

  it('is none where there is nothing to compare it with', () => {
    expect(familiesOf(runFromText('natural.avx2.m16n1k64.arith.direct.after | 1 | 2'))).toEqual([]);
  });
});
