import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../electron/engine/summariseRun';
import { runFromText } from '../../renderer/fixtures/runFromText';

const speedupsOf = (text: string) =>
  summariseRun(runFromText(text)).cells.map(({ speedup }) => speedup);

describe('the speed-up of a cell', () => {
  it('pairs replicates, so that what a process does to both sides cancels', () => {
    const [, speedup] = speedupsOf(`
      natural.avx2.m4n1k64.arithmetic.vector.after | 1 | 2000 4000 3000 2400 2600
      streaming.avx2.m32n4k64.lut.stream.after     | 1 | 1000 2000 1500 1200 1300
    `);
    expect(speedup?.ratio).toBeCloseTo(2, 10);
    expect(speedup?.interval?.low).toBeCloseTo(2, 10);
    expect(speedup?.interval?.high).toBeCloseTo(2, 10);
  });

  it('refers to the best of the baseline family in the same situation', () => {
    const speedups = speedupsOf(`
      natural.avx2.m4n1k64.arithmetic.vector.after | 1 | 2000
      natural.avx2.m8n2k64.arithmetic.vector.after | 1 | 1600
      streaming.avx2.m32n4k64.lut.stream.after     | 1 | 800
      natural.avx2.m4n1k64.arithmetic.vector.after | 4 | 9000
      streaming.avx2.m32n4k64.lut.stream.after     | 4 | 3000
    `);
    expect(speedups.map((speedup) => speedup?.ratio)).toEqual([
      0.8,
      1,
      2,
      1,
      expect.closeTo(3, 10),
    ]);
  });

  it('is what the family charts show', () => {
    const summary = summariseRun(
      runFromText(`
        natural.avx2.m4n1k64.arithmetic.vector.after | 1 | 2000 2100
        streaming.avx2.m32n4k64.lut.stream.after     | 1 | 1000 1000
      `),
    );
    const streaming = summary.groups[0]?.families.find(({ family }) => family === 'streaming');
    expect(streaming?.points[0]?.speedup).toEqual(summary.cells[1]?.speedup);
  });

  it('is not said without a baseline, without a time, or for a wrong tactic', () => {
    expect(
      speedupsOf(`
        streaming.avx2.m32n4k64.lut.stream.after     | 1 | 1000
        natural.avx2.m4n1k64.arithmetic.vector.after | 4 | incorrect
        streaming.avx2.m32n4k64.lut.stream.after     | 4 | 1000
        natural.avx2.m4n1k64.arithmetic.vector.after | 16 | 1000
        streaming.avx2.m32n4k64.lut.stream.after     | 16 |
      `),
    ).toEqual([undefined, undefined, undefined, { ratio: 1 }, undefined]);
  });
});
