import { describe, expect, it } from 'vitest';
import { cellTable } from '../../../../electron/engine/export/cellRows';
import { cellColumns } from '../../../../electron/engine/export/columns';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { compareRun } from '../../../../electron/engine/verdict/compareRun';
import { compareRuns, matchingCells } from '../../../../electron/engine/verdict/compareRuns';
import { pairFamilies } from '../../../../electron/engine/verdict/runParts';
import { comparedRun } from '../../../renderer/fixtures/comparedRun';
import { runFromText } from '../../../renderer/fixtures/runFromText';
import { noisyRun } from './noisyRuns';

const RUN = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 800 808 792 800 801
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 400 404 396 400 400
  natural.avx2.m16n1k64.arith.direct.after   | 4 | unsupported: too few tokens
`);

function columnOf({ headings, rows }: ReturnType<typeof cellTable>, name: string) {
  expect(headings).toContain(name);
  return rows.map((row) => row[headings.indexOf(name)]);
}

describe('the table of cells', () => {
  it('holds every cell with the figures of the summary, units in the names', () => {
    const table = cellTable(RUN);
    const { cells } = summariseRun(RUN);
    expect(columnOf(table, 'time_us')).toEqual(cells.map(({ time }) => time?.medianUs));
    expect(columnOf(table, 'batch_size_tokens')).toEqual([1, 1, 4]);
    expect(columnOf(table, 'reason')).toEqual([undefined, undefined, 'too few tokens']);
    expect(columnOf(table, 'verdict')).toEqual([undefined, undefined, undefined]);
  });

  it('holds the verdicts of the two sides of a run', () => {
    const run = comparedRun('demo');
    const table = cellTable(run);
    const cells = compareRun(run)?.cells ?? [];
    expect(cells.length).toBeGreaterThan(0);
    expect(columnOf(table, 'verdict')).toEqual(cells.map(({ word }) => word));
    expect(columnOf(table, 'speedup_b_over_a_ratio')).toEqual(
      cells.map(({ speedup }) => speedup?.ratio),
    );
  });

  it('holds the verdicts against another run, each in the row of its cell', () => {
    const before = runFromText(
      'streaming.avx2.m32n6k64.lut.stream.after | 1 | 500 505 495 500 502 499 501 500',
      { runId: 'before' },
    );
    const table = cellTable(RUN, compareRuns(before, RUN, matchingCells(before, RUN)));
    expect(columnOf(table, 'side_a_time_us')).toEqual([undefined, 500, undefined]);
    expect(columnOf(table, 'side_b_time_us')).toEqual([undefined, 400, undefined]);
    expect(columnOf(table, 'verdict')[0]).toBeUndefined();
    expect(columnOf(table, 'verdict')[1]).toBe('INCONCLUSIVE');
  });

  it('names what side A ran where it is another tactic', () => {
    const table = cellTable(RUN, compareRuns(RUN, RUN, pairFamilies(RUN, 'natural')));
    expect(columnOf(table, 'baseline_tactic')).toEqual([
      undefined,
      'natural.avx2.m16n1k64.arith.direct.after',
      undefined,
    ]);
    expect(columnOf(table, 'verdict')[1]).toBe('FASTER');
  });

  it('leaves out an error that is no number', () => {
    const run = noisyRun('one');
    expect(summariseRun(run).cells[1]?.relativeError).toBeNaN();
    expect(columnOf(cellTable(run), 'relative_error_ratio')[1]).toBeUndefined();
  });

  it('has values of the type of their column, counts whole', () => {
    const fits = {
      text: (value: unknown) => typeof value === 'string',
      number: (value: unknown) => typeof value === 'number',
      count: Number.isInteger,
    };
    for (const run of [RUN, noisyRun('two')]) {
      const unfit = cellTable(run).rows.flatMap((row) =>
        cellColumns.filter(
          ({ type }, index) => row[index] !== undefined && !fits[type](row[index]),
        ),
      );
      expect(unfit).toEqual([]);
    }
  });
});

describe('a column', () => {
  it.each(cellColumns.filter(({ type }) => type === 'number'))(
    '$name ends in its unit',
    ({ name, unit }) => {
      expect(unit).toMatch(/^(us|ratio|bytes|bytes_per_s|flops_per_s)$/);
      expect(name.endsWith(`_${unit}`)).toBe(true);
    },
  );

  it('has a name of its own', () => {
    expect(new Set(cellColumns.map(({ name }) => name)).size).toBe(cellColumns.length);
  });
});
