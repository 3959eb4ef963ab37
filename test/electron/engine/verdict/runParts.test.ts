import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../../electron/engine/verdict/compareRuns';
import {
  pairFamilies,
  pairParts,
  parseRunPart,
} from '../../../../electron/engine/verdict/runParts';
import { runFromText } from '../../../renderer/fixtures/runFromText';

const RUN = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 800 808 792 800 801
  natural.avx2.m32n1k64.arith.direct.after   | 1 | 900 908 892 900 901
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 400 404 396 400 400
  natural.avx2.m16n1k64.arith.direct.after   | 4 | 1600 1616 1584 1600 1600
  streaming.avx2.m32n6k64.lut.stream.after   | 4 | 1000 1010 990 1000 1000
`);

describe('a part of a run', () => {
  it('is a family, a tactic or a batch size, and nothing else', () => {
    expect(parseRunPart('family:natural')).toEqual({ kind: 'family', value: 'natural' });
    expect(parseRunPart('batch:4')).toEqual({ kind: 'batch', value: '4' });
    expect(parseRunPart('natural')).toBeUndefined();
    expect(parseRunPart('family:')).toBeUndefined();
  });
});

describe('parts of a run held against each other', () => {
  it('are the fastest tactics of two families in each situation', () => {
    const { cells, design, headline } = compareRuns(RUN, RUN, pairFamilies(RUN, 'natural'));
    expect(design).toBe('same run');
    expect(headline).toMatchObject({ word: 'FASTER', cells: 2, replicates: 5 });
    expect(headline?.speedup.ratio).toBeCloseTo(Math.sqrt(2 * 1.6), 3);
    expect(
      cells.map(({ cell, baseline, speedup, word }) => [
        baseline?.tacticId,
        cell.batchSize,
        speedup?.ratio.toFixed(2),
        word,
      ]),
    ).toEqual([
      ['natural.avx2.m16n1k64.arith.direct.after', 1, '2.00', 'FASTER'],
      ['natural.avx2.m16n1k64.arith.direct.after', 4, '1.60', 'FASTER'],
    ]);
  });

  it('are two tactics at the same batch size', () => {
    const tactic = (value: string) => ({ kind: 'tactic', value }) as const;
    const pairs = pairParts(
      RUN,
      tactic('natural.avx2.m32n1k64.arith.direct.after'),
      RUN,
      tactic('natural.avx2.m16n1k64.arith.direct.after'),
    );
    expect(pairs.map(([a, b]) => [a.batchSize, b.batchSize])).toEqual([[1, 1]]);
  });

  it('are two batch sizes, tactic by tactic', () => {
    const batch = (value: string) => ({ kind: 'batch', value }) as const;
    const pairs = pairParts(RUN, batch('1'), RUN, batch('4'));
    const { cells } = compareRuns(RUN, RUN, pairs);
    expect(cells.map(({ speedup }) => speedup?.ratio.toFixed(2))).toEqual(['0.50', '0.40']);
  });
});
