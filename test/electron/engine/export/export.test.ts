import { describe, expect, it } from 'vitest';
import { cellTable } from '../../../../electron/engine/export/cellRows';
import { chromeTrace } from '../../../../electron/engine/export/chromeTrace';
import { csvText } from '../../../../electron/engine/export/csv';
import { googleBenchmarkJson } from '../../../../electron/engine/export/googleBenchmark';
import { nvbenchJson } from '../../../../electron/engine/export/nvbench';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { compareRun } from '../../../../electron/engine/verdict/compareRun';
import { comparedRun } from '../../../renderer/fixtures/comparedRun';
import { runFromText } from '../../../renderer/fixtures/runFromText';

const RUN = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 800 808 792 800 801
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 400 404 396 400 400
  natural.avx2.m16n1k64.arith.direct.after   | 4 | unsupported: too few tokens
`);

describe('CSV', () => {
  it('quotes what has to be, and leaves figures as they are', () => {
    expect(
      csvText(
        ['a', 'b'],
        [
          ['x,"y"', 0.1 + 0.2],
          ['two\nlines', undefined],
        ],
      ),
    ).toBe('a,b\r\n"x,""y""",0.30000000000000004\r\n"two\nlines",\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('keeps %j text in a spreadsheet', (text) => {
    expect(csvText(['a'], [[text]])).toContain(`'${text}`);
  });

  it('does not take a negative figure for a formula', () => {
    expect(csvText(['a'], [[-1.5]])).toBe('a\r\n-1.5\r\n');
  });
});

describe('the table of cells', () => {
  it('holds every cell with the figures of the summary, units in the names', () => {
    const { headings, rows } = cellTable(RUN);
    const { cells } = summariseRun(RUN);
    const column = (name: string) => rows.map((row) => row[headings.indexOf(name)]);
    expect(column('time_us')).toEqual(cells.map(({ time }) => time?.medianUs));
    expect(column('batch_size_tokens')).toEqual([1, 1, 4]);
    expect(column('reason')).toEqual([undefined, undefined, 'too few tokens']);
    expect(column('verdict')).toEqual([undefined, undefined, undefined]);
  });

  it('holds the verdicts of a comparison', () => {
    const run = comparedRun('demo');
    const { headings, rows } = cellTable(run);
    const column = (name: string) => rows.map((row) => row[headings.indexOf(name)]);
    const cells = compareRun(run)?.cells ?? [];
    expect(column('verdict')).toEqual(cells.map(({ word }) => word));
    expect(column('speedup_b_over_a_ratio')).toEqual(cells.map(({ speedup }) => speedup?.ratio));
  });
});

describe('nvbench JSON', () => {
  it('has a state per cell, times in seconds, and says why a cell was skipped', () => {
    expect(nvbenchJson(RUN)).toMatchObject({
      meta: { version: { json: { string: '1.0.0' } } },
      benchmarks: [
        {
          states: [
            {
              axis_values: [{ name: 'BatchSize', type: 'int64', value: '1' }],
              summaries: [{}, { tag: 'nv/cold/time/gpu/mean', data: [{ value: '0.0008' }] }, {}],
              is_skipped: false,
            },
            { is_skipped: true, skip_reason: 'too few tokens', summaries: [] },
          ],
        },
        { states: [{ is_skipped: false }] },
      ],
    });
  });
});

describe('google-benchmark JSON', () => {
  it('has a repetition per replicate, named alike, in microseconds', () => {
    const { benchmarks } = googleBenchmarkJson(RUN) as {
      benchmarks: { name: string; real_time: number; repetitions: number; time_unit: string }[];
    }; // made two lines above
    const first = benchmarks.filter(({ name }) => name === benchmarks[0]?.name);
    expect(first.map(({ real_time: us }) => us)).toEqual([800, 808, 792, 800, 801]);
    expect(
      first.every(({ repetitions, time_unit: unit }) => repetitions === 5 && unit === 'us'),
    ).toBe(true);
  });

  it('is the contender of a comparison, without its control', () => {
    const run = comparedRun('demo');
    const { benchmarks } = googleBenchmarkJson(run) as { benchmarks: { name: string }[] }; // as above
    const timed = run.header.plan.cells.filter(({ control }) => control !== true);
    expect(new Set(benchmarks.map(({ name }) => name)).size).toBe(timed.length);
  });
});

describe('a Chrome trace', () => {
  it('has a bar per block, in a process per replicate and a thread per tactic', () => {
    const { traceEvents } = chromeTrace(RUN) as {
      traceEvents: { ph: string; pid: number; tid?: number; dur?: number }[];
    }; // made one line above
    const bars = traceEvents.filter(({ ph }) => ph === 'X');
    expect(bars).toHaveLength(10);
    expect(new Set(bars.map(({ pid }) => pid)).size).toBe(5);
    expect(new Set(bars.map(({ tid }) => tid)).size).toBe(2);
    expect(bars.every(({ dur }) => (dur ?? 0) > 0)).toBe(true);
  });
});
