import { describe, expect, it } from 'vitest';
import { pairsNothing } from '../../../../electron/engine/report/comparable';
import { comparedRun } from '../../../renderer/fixtures/comparedRun';
import { runFromText } from '../../../renderer/fixtures/runFromText';
import { baselineRun, renamed, sourceOf } from './reports';

const NATURAL = 'natural.avx2.m16n1k64.arith.direct.after';
const STREAMING = 'streaming.avx2.m32n6k64.lut.stream.after';
const RUN = runFromText(`${NATURAL} | 1 | 800 808\n${STREAMING} | 1 | 400 404`);

describe('a baseline that can be one', () => {
  it.each([
    ['none: the own sides, or the own families', undefined],
    ['another run of the same tactics', baselineRun(renamed(RUN, 'before'))],
    ['a family of the run', { kind: 'family', family: 'natural' } as const],
  ])('%s', (_, baseline) => {
    expect(pairsNothing(sourceOf(RUN, { baseline }))).toBeUndefined();
  });

  it('a family of a run that compares two sides', () => {
    const baseline = { kind: 'family', family: 'natural' } as const;
    expect(pairsNothing(sourceOf(comparedRun('demo'), { baseline }))).toBeUndefined();
  });
});

describe('a baseline that cannot be one', () => {
  it('the run itself', () => {
    expect(pairsNothing(sourceOf(RUN, { baseline: baselineRun(RUN) }))).toBe(
      'run run-of-text cannot be its own baseline',
    );
  });

  it('a run without a cell in common', () => {
    const other = renamed(runFromText(`${NATURAL} | 64 | 800`), 'before');
    expect(pairsNothing(sourceOf(RUN, { baseline: baselineRun(other) }))).toBe(
      'runs before and run-of-text have no cell in common',
    );
  });

  it.each([
    ['a family that the run does not have', RUN, 'cutlass', 'natural, streaming'],
    ['its only family', runFromText(`${NATURAL} | 1 | 800`), 'natural', 'natural'],
  ])('%s, with those that it has', (_, run, family, families) => {
    expect(pairsNothing(sourceOf(run, { baseline: { kind: 'family', family } }))).toBe(
      `family ${family} of run run-of-text has nothing to be compared with; it has ${families}`,
    );
  });
});
