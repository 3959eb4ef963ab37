import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../../electron/engine/verdict/compareRun';
import { compareRuns } from '../../../../electron/engine/verdict/compareRuns';
import { pairFamilies } from '../../../../electron/engine/verdict/runParts';
import { blockPoints, sampleRows } from '../../../../renderer/views/compare/distributionData';
import { comparedRun } from '../../fixtures/comparedRun';
import { runFromText } from '../../fixtures/runFromText';

describe('the samples of a cell', () => {
  it('are its blocks with the slots of both sides, and say what the block effects say', () => {
    const run = comparedRun('demo');
    const chosen = compareRun(run)?.cells[0];
    if (chosen === undefined) throw new Error('the fixture compares nothing');
    const rows = sampleRows(run, run, chosen);
    expect(rows).toHaveLength(16);
    expect(rows[0]?.slots.map(({ side }) => side).join('')).toBe('ABBA');
    const ratios = blockPoints(run, chosen.cell.index).map(({ ratio }) => ratio);
    expect(rows.map(({ ratio }) => ratio)).toEqual(ratios);
  });

  it('of cells that were timed apart come one side after the other', () => {
    const run = runFromText(`
      natural.avx2.m16n1k64.arith.direct.after   | 1 | 800 808
      streaming.avx2.m32n6k64.lut.stream.after   | 1 | 400 404
    `);
    const [chosen] = compareRuns(run, run, pairFamilies(run, 'natural')).cells;
    if (chosen === undefined) throw new Error('nothing is compared');
    const rows = sampleRows(run, run, chosen);
    const sides = rows.map(({ slots }) => [...new Set(slots.map(({ side }) => side))].join(''));
    expect(sides).toEqual(['A', 'A', 'B', 'B']);
    expect(rows.every(({ ratio }) => ratio === undefined)).toBe(true);
  });
});
