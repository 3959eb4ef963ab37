import { describe, expect, it } from 'vitest';
import { matchingCells } from '../../../../electron/engine/verdict/compareRuns';
import { pairParts } from '../../../../electron/engine/verdict/runParts';
import { isSameRun, pairsItself } from '../../../../electron/engine/verdict/sameRun';
import { runFromText } from '../../../renderer/fixtures/runFromText';

const NATURAL = 'natural.avx2.m16n1k64.arith.direct.after';
const STREAMING = 'streaming.avx2.m32n6k64.lut.stream.after';
const TEXT = `${NATURAL} | 1 | 800 808\n${STREAMING} | 1 | 400 404`;
const RUN = runFromText(TEXT, { runId: 'monday' });

describe('the same run', () => {
  it('is a copy, whether whole, cut off, or under another id', () => {
    expect(isSameRun(RUN, runFromText(TEXT, { runId: 'monday' }))).toBe(true);
    expect(isSameRun(RUN, runFromText(TEXT, { runId: 'monday', end: 'none' }))).toBe(true);
    expect(isSameRun(RUN, runFromText(TEXT, { runId: 'tuesday' }))).toBe(true);
  });

  it('is not one with other times, nor another that has not measured anything either', () => {
    const other = runFromText(TEXT.replace('404', '405'), { runId: 'tuesday' });
    expect(isSameRun(RUN, other)).toBe(false);
    const nothing = `${NATURAL} | 1 |`;
    const [a, b] = ['monday', 'tuesday'].map((runId) => runFromText(nothing, { runId }));
    expect(a !== undefined && b !== undefined && isSameRun(a, b)).toBe(false);
  });
});

describe('a comparison of a run with itself', () => {
  it('is one where every cell is held against itself', () => {
    expect(pairsItself(RUN, RUN, matchingCells(RUN, RUN))).toBe(true);
    const natural = { kind: 'family', value: 'natural' } as const;
    const tactic = { kind: 'tactic', value: NATURAL } as const;
    expect(pairsItself(RUN, RUN, pairParts(RUN, natural, RUN, tactic))).toBe(true);
  });

  it('is not one of two of its parts, nor of two runs', () => {
    const [natural, streaming] = ['natural', 'streaming'].map(
      (value) => ({ kind: 'family', value }) as const,
    ) as [{ kind: 'family'; value: string }, { kind: 'family'; value: string }]; // of two names
    expect(pairsItself(RUN, RUN, pairParts(RUN, natural, RUN, streaming))).toBe(false);
    const other = runFromText(TEXT.replace('404', '405'), { runId: 'tuesday' });
    expect(pairsItself(RUN, other, matchingCells(RUN, other))).toBe(false);
  });
});
