import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../electron/contract/plan';
import type { BlockRecord, RunDocument } from '../../../../electron/contract/runFile';
import { cellTable } from '../../../../electron/engine/export/cellRows';
import { chromeTrace } from '../../../../electron/engine/export/chromeTrace';
import { cellColumns } from '../../../../electron/engine/export/columns';
import { csvText } from '../../../../electron/engine/export/csv';
import { googleBenchmarkJson } from '../../../../electron/engine/export/googleBenchmark';
import { jsonExport } from '../../../../electron/engine/export/jsonExport';
import { nvbenchJson } from '../../../../electron/engine/export/nvbench';
import { parquetBytes } from '../../../../electron/engine/export/parquet';
import { noisyRun } from './noisyRuns';
import { parseCsv } from './parseCsv';
import { fileOf } from './parquetFile';

/*
 * Every figure is computed here anew from the blocks of the run file, and found again in every format.
 */

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

function blocksOf({ records }: RunDocument, { index }: Cell): readonly BlockRecord[] {
  return records.filter((record) => record.type === 'block').filter(({ cell }) => cell === index);
}

/** Median of each replicate, in the order of the replicates. */
function mediansUs(run: RunDocument, cell: Cell, side: 'A' | 'B'): readonly number[] {
  const blocks = blocksOf(run, cell);
  const replicates = [...new Set(blocks.map(({ replicate }) => replicate))].toSorted(
    (a, b) => a - b,
  );
  return replicates.map((wanted) =>
    middle(
      blocks
        .filter(({ replicate }) => replicate === wanted)
        .flatMap(({ slots }) => slots.filter((slot) => slot.side === side))
        .map(({ medianUs }) => medianUs),
    ),
  );
}

/** Time of A over time of B: mean over replicates of the median over blocks, in logarithms. */
function speedup(run: RunDocument, cell: Cell): number {
  const effects = new Map<number, number[]>();
  for (const { replicate, slots } of blocksOf(run, cell)) {
    const logMean = (side: 'A' | 'B') => {
      const logs = slots
        .filter((slot) => slot.side === side)
        .map((slot) => Math.log(slot.medianUs));
      return logs.reduce((sum, value) => sum + value, 0) / logs.length;
    };
    effects.set(replicate, [...(effects.get(replicate) ?? []), logMean('A') - logMean('B')]);
  }
  const values = [...effects.values()].map(middle);
  return Math.exp(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** The cells that have a time: not wrong, not failed for good, not unsupported, not of the control. */
function timedCells(run: RunDocument): readonly Cell[] {
  const wrong = new Set(
    run.records.flatMap((record) =>
      record.type === 'check' && !record.correct ? [record.cell] : [],
    ),
  );
  return run.header.plan.cells.filter(
    (cell) => cell.control !== true && !wrong.has(cell.index) && blocksOf(run, cell).length > 0,
  );
}

type Row = Readonly<Record<string, unknown>>;

/** The table of cells as each of its three formats is read back. */
const tableFormats: readonly (readonly [string, (run: RunDocument) => Promise<readonly Row[]>])[] =
  [
    ['CSV', (run) => Promise.resolve(csvRows(run))],
    [
      'JSON',
      (run) => {
        const document = jsonExport(run, { digestSha256: 'ab'.repeat(32), version: '0.1.0' });
        return Promise.resolve(JSON.parse(JSON.stringify(document.cells)) as Row[]); // written here
      },
    ],
    ['Parquet', (run) => parquetReadObjects({ file: fileOf(parquetBytes(run)) })],
  ];

function csvRows(run: RunDocument): readonly Row[] {
  const { headings, rows } = cellTable(run);
  const [names = [], ...lines] = parseCsv(csvText(headings, rows));
  const types = new Map(cellColumns.map(({ name, type }) => [name, type]));
  return lines.map((line) =>
    Object.fromEntries(
      names.map((name, index) => {
        const field = line[index] ?? '';
        const value = types.get(name) === 'text' ? field : Number(field);
        return [name, field === '' ? null : value];
      }),
    ),
  );
}

const one = noisyRun('one');
const two = noisyRun('two');

describe.each(tableFormats)('%s', (_, read) => {
  it.each([
    ['one side', one, 'A'],
    ['two sides, by the contender', two, 'B'],
  ] as const)('has the times of the run file: %s', async (_sides, run, side) => {
    const rows = await read(run);
    expect(timedCells(run).length).toBeGreaterThan(3);
    expect(rows.filter((row) => row['time_us'] !== null)).toHaveLength(timedCells(run).length);
    for (const cell of timedCells(run)) {
      const row = rows.find((candidate) => candidate['cell'] === cell.index);
      const timeUs = middle(mediansUs(run, cell, side));
      const bytes = blocksOf(run, cell)[0]?.weightBytes ?? Number.NaN;
      expect(row).toMatchObject({
        tactic: cell.tacticId,
        batch_size_tokens: cell.batchSize,
        status: 'measured',
        time_us: timeUs,
        replicates: mediansUs(run, cell, side).length,
        blocks: blocksOf(run, cell).length,
        weights_bytes: bytes,
      });
      expect(row?.['weights_bytes_per_s']).toBeCloseTo(bytes / (timeUs / 1e6), 0);
    }
  });

  it('has both sides and the speed-up of a comparison', async () => {
    const rows = await read(two);
    for (const cell of timedCells(two)) {
      const row = rows.find((candidate) => candidate['cell'] === cell.index);
      expect(row).toMatchObject({
        side_a_time_us: middle(mediansUs(two, cell, 'A')),
        side_b_time_us: middle(mediansUs(two, cell, 'B')),
      });
    }
    // Cell 2 failed once: it has times, but no verdict.
    const judged = timedCells(two).filter(({ index }) => index !== 2);
    for (const cell of judged) {
      const row = rows.find((candidate) => candidate['cell'] === cell.index);
      expect(row?.['verdict']).toBe('FASTER');
      expect(row?.['speedup_b_over_a_ratio']).toBeCloseTo(speedup(two, cell), 12);
    }
    expect(rows.map((row) => row['speedup_b_over_a_ratio']).filter(Number)).toHaveLength(
      judged.length,
    );
  });

  it('gives a wrong, a failed and an unsupported cell no time, and says why', async () => {
    const rows = await read(one);
    expect(rows.filter((row) => row['time_us'] === null)).toMatchObject([
      { cell: 1, status: 'incorrect' },
      { cell: 3, status: 'failed', reason: 'it died in replicate 6' },
      { cell: 4, status: 'unsupported', reason: 'needs amx' },
    ]);
  });
});

const sides = [
  ['one side', one, 'A'],
  ['side A of two', two, 'A'],
  ['side B of two', two, 'B'],
] as const;

describe('nvbench JSON', () => {
  interface State {
    readonly is_skipped: boolean;
    readonly axis_values: readonly { readonly value: string }[];
    readonly summaries: readonly {
      readonly tag: string;
      readonly data: readonly { readonly value: string }[];
    }[];
  }

  it.each(sides)('has the times of the run file in seconds: %s', (_, run, side) => {
    const { benchmarks } = nvbenchJson(run, side) as {
      benchmarks: readonly { readonly name: string; readonly states: readonly State[] }[];
    }; // its own test checks the schema
    const states = benchmarks.flatMap(({ name, states: all }) =>
      all.map((state) => ({ ...state, key: `${name} ${state.axis_values[0]?.value}` })),
    );
    expect(states.filter((state) => !state.is_skipped)).toHaveLength(timedCells(run).length);
    for (const cell of timedCells(run)) {
      const key = `${cell.tacticId} layer uniform ${cell.batchSize}`;
      const value = (tag: string) =>
        Number(
          states
            .find((state) => state.key === key)
            ?.summaries.find((summary) => summary.tag === `nv/cold/${tag}`)?.data[0]?.value,
        );
      const medians = mediansUs(run, cell, side);
      expect(value('time/gpu/mean')).toBe(middle(medians) / 1e6);
      expect(value('time/gpu/median')).toBe(middle(medians) / 1e6);
      expect(value('time/gpu/min')).toBe(Math.min(...medians) / 1e6);
      expect(value('time/gpu/max')).toBe(Math.max(...medians) / 1e6);
      expect(value('sample_size')).toBe(medians.length);
    }
  });
});

describe('google-benchmark JSON', () => {
  it.each(sides)('has the replicates of the run file in µs: %s', (_, run, side) => {
    const { benchmarks } = googleBenchmarkJson(run, side) as {
      benchmarks: readonly { readonly name: string; readonly real_time: number }[];
    }; // its own test checks the schema
    for (const cell of timedCells(run)) {
      const name = `${cell.tacticId}/layer/uniform/batch:${cell.batchSize}`;
      expect(
        benchmarks.filter((benchmark) => benchmark.name === name).map((each) => each.real_time),
      ).toEqual(mediansUs(run, cell, side));
    }
    expect(benchmarks).toHaveLength(
      timedCells(run).reduce((sum, cell) => sum + mediansUs(run, cell, side).length, 0),
    );
  });
});

describe('the Chrome trace', () => {
  interface Bar {
    readonly ph: string;
    readonly cat: string;
    readonly pid: number;
    readonly name: string;
    readonly dur: number;
    readonly args: Readonly<Record<string, unknown>>;
  }

  it.each(sides)('has every block of the run file with its slots: %s', (_, run, side) => {
    const { traceEvents } = chromeTrace(run) as { traceEvents: readonly Bar[] }; // as above
    const bars = traceEvents.filter(({ ph, cat }) => ph === 'X' && cat === 'block');
    for (const cell of timedCells(run)) {
      const own = bars.filter(
        ({ name, args }) =>
          name === `layer batch ${cell.batchSize} uniform` && args['tactic'] === cell.tacticId,
      );
      expect(
        own.map(({ pid, dur, args }) => [
          pid - 1,
          dur,
          args[side === 'A' ? 'side_a_slots_us' : 'side_b_slots_us'],
        ]),
      ).toEqual(
        blocksOf(run, cell).map(({ replicate, slots }) => [
          replicate,
          slots.reduce((sum, slot) => sum + slot.medianUs * slot.launches, 0),
          slots.filter((slot) => slot.side === side).map(({ medianUs }) => medianUs),
        ]),
      );
    }
  });
});
