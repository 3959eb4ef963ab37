import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import {
  cellWords,
  REGRET_LABELS,
  regretMap,
  regretStep,
} from '../../../../renderer/views/tactics/regretMapData';
import { sameEverywhere, tacticRows } from '../../../../renderer/views/tactics/tacticRows';
import { runFromText } from '../../fixtures/runFromText';

const document = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 2000
  natural.avx2.m16n4k64.arith.direct.after   | 1 | 1600
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 1000
  streaming.avx2.m32n6k64.lut.stream.after   | 4 | crashed: it died
  natural.avx2.m16n1k64.arith.direct.after   | 4 | unsupported: too few tokens
`);
const { plan } = document.header;
const summary = summariseRun(document);
const rows = tacticRows(plan, summary);

describe('rows of the table', () => {
  it('refer their speed-up to the best of the baseline family in the same situation', () => {
    expect(rows.map(({ speedup }) => speedup)).toEqual([0.8, 1, 1.6, undefined, undefined]);
  });

  it('say why a cell has no time', () => {
    expect(rows.slice(3).map(({ summary: cell }) => [cell.status, cell.reason])).toEqual([
      ['failed', 'it died'],
      ['unsupported', 'too few tokens'],
    ]);
  });

  it('know what they all have in common', () => {
    expect(sameEverywhere(rows).map(({ word }) => word)).toEqual(['avx2', 'layer', 'uniform']);
  });
});

describe('the map of regrets', () => {
  const [group] = summary.groups;
  if (group === undefined) throw new Error('The run has no group.');

  it('has a row per tactic, the best family first, and a square per batch size', () => {
    const map = regretMap(plan, rows, group);
    expect(map.batchSizes).toEqual([1, 4]);
    expect(map.rows.map(({ family, label }) => [family, label])).toEqual([
      ['streaming', 'm32n6k64'],
      ['natural', 'm16n1k64'],
      ['natural', 'm16n4k64'],
    ]);
    expect(map.rows[2]?.cells[1]).toBeUndefined();
  });

  it('says each square in words', () => {
    expect(rows.map(cellWords)).toEqual([
      '100 % slower than the best',
      '60.0 % slower than the best',
      'best; chosen of those that are as good, by the fixed rule of a tune',
      'failed: it died',
      'unsupported: too few tokens',
    ]);
  });

  it.each([
    [0, 0],
    [0.005, 0],
    [0.0051, 1],
    [0.05, 3],
    [0.1, 4],
    [3, 5],
  ])('puts a regret of %f on step %i of its fixed legend', (regret, step) => {
    expect(regretStep(regret)).toBe(step);
    expect(REGRET_LABELS[step]).toBeDefined();
  });
});
