import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { RunDocument } from '../../../electron/contract/runFile';
import type { ExportJob, MadeFile } from '../../../electron/engine/report/exportJob';
import {
  formatNumber,
  formatPercent,
  formatRatio,
  formatUs,
} from '../../../electron/engine/text/format';
import { fileOf } from '../engine/export/parquetFile';
import { noisyRun } from '../engine/export/noisyRuns';
import { splitTables } from '../engine/report/markdown/parsedMarkdown';
import { filesOf, jobOf, textOf, written } from './exported';
import {
  csvRows,
  drawnPoints,
  pageRows,
  parsedPage,
  parsedPicture,
  pngSize,
  sectionOf,
  tableOf,
  wordsOf,
  type DrawnPoint,
  type Row,
  type TextTable,
} from './readFormats';
import {
  bestOfFamilies,
  pairedRatio,
  recomputedCells,
  recomputedPairs,
  type RecomputedCell,
  type RecomputedPair,
} from './recomputed';

/*
 * Every figure is computed anew from the blocks of the run file, and found again in every format: in full
 * precision in those for programs, as engine/text/format.ts rounds it in those for people, and as far as a
 * pixel tells in pictures.
 */

const one = noisyRun('one');
const two = noisyRun('two');
const runs = [
  ['one side', one, undefined],
  ['two sides', two, undefined],
  ['two sides, of those A', two, 'A'],
] as const;

type Walk = (files: readonly MadeFile[], run: RunDocument, side: 'A' | 'B') => void | Promise<void>;

const walks: Readonly<Record<ExportJob['format'], Walk>> = {
  csv: ([file], run) => checkRows(csvRows(textOf(file)), run),
  json: ([file], run) => checkRows((JSON.parse(textOf(file)) as { cells: Row[] }).cells, run), // checked here
  parquet: async ([file], run) =>
    checkRows(await parquetReadObjects({ file: fileOf(file?.content ?? new Uint8Array()) }), run),
  html: ([file], run) => checkPage(parsedPage(textOf(file)), run),
  md: ([file], run) => checkMarkdown(textOf(file), run),
  svg: (files, run) => checkPictures(files, run),
  png: checkSizes,
  nvbench: ([file], run, side) => checkNvbench(textOf(file), run, side),
  'google-benchmark': ([file], run, side) => checkGoogleBenchmark(textOf(file), run, side),
  'chrome-trace': ([file], run, side) => checkTrace(textOf(file), run, side),
};

describe.each(runs)('of %s', (_, run, side) => {
  const path = written(run);

  it.each(Object.entries(walks))(
    'the figures in %s are those of the run file',
    async (format, walk) => {
      const own = side ?? (run === two ? 'B' : 'A');
      expect(recomputedCells(run, own).length).toBeGreaterThan(3);
      const job = jobOf(format as ExportJob['format'], await path, { side }); // a key of walks
      await walk(await filesOf(job), run, own);
    },
  );
});

/** What the table of cells is of, whatever side other tools are given. */
function ownCells(run: RunDocument): readonly RecomputedCell[] {
  return recomputedCells(run, run === two ? 'B' : 'A');
}

function checkRows(rows: readonly Row[], run: RunDocument): void {
  const cells = ownCells(run);
  const rowOf = ({ cell }: RecomputedCell) => rows.find((row) => row['cell'] === cell.index);
  expect(rows.filter((row) => row['time_us'] !== null)).toHaveLength(cells.length);
  for (const own of cells) {
    const row = rowOf(own);
    const [bytes = Number.NaN] = own.blocks.map(({ weightBytes }) => weightBytes);
    expect(row).toMatchObject({
      tactic: own.cell.tacticId,
      batch_size_tokens: own.cell.batchSize,
      status: 'measured',
      time_us: own.timeUs,
      regret_ratio: own.regret,
      replicates: own.mediansUs.length,
      blocks: own.blocks.length,
      weights_bytes: bytes,
    });
    expect(row?.['weights_bytes_per_s']).toBeCloseTo(bytes / (own.timeUs / 1e6), 0);
  }
  expect(rows.filter((row) => row['time_us'] === null)).toMatchObject([
    { cell: 1, status: 'incorrect' },
    { cell: 3, status: 'failed', reason: 'it died in replicate 6' },
    { cell: 4, status: 'unsupported', reason: 'needs amx' },
  ]);
  for (const [own, base] of familyPairs(run)) {
    expect(rowOf(own)?.['speedup_over_family_ratio']).toBeCloseTo(pairedRatio(base, own), 12);
  }
  const pairs = run === two ? recomputedPairs(run) : [];
  for (const own of pairs) {
    expect(rowOf(own)).toMatchObject({
      side_a_time_us: own.timeAUs,
      side_b_time_us: own.timeBUs,
      verdict: 'FASTER',
    });
    expect(rowOf(own)?.['speedup_b_over_a_ratio']).toBeCloseTo(own.speedup, 12);
  }
  if (run === two) {
    const withSpeedup = rows.filter((row) => typeof row['speedup_b_over_a_ratio'] === 'number');
    expect(withSpeedup).toHaveLength(pairs.length);
  }
}

/** Cells of other families with the best of natural at the same batch size. */
function familyPairs(run: RunDocument): readonly (readonly [RecomputedCell, RecomputedCell])[] {
  const best = bestOfFamilies(ownCells(run)).filter(({ family }) => family === 'natural');
  return ownCells(run).flatMap((own) => {
    const base = best.find(({ cell }) => cell.batchSize === own.cell.batchSize);
    return base === undefined || own.family === 'natural' ? [] : [[own, base] as const];
  });
}

function checkPage(page: Document, run: RunDocument): void {
  checkRows(pageRows(page), run);
  const tactics = tableOf(sectionOf(page, 'Tactics')?.querySelector('table'));
  for (const { cell, timeUs, regret } of ownCells(run)) {
    expect(tactics.find((row) => row['cell'] === String(cell.index))).toMatchObject({
      Batch: String(cell.batchSize),
      'Median, µs': formatUs(timeUs),
      'Regret, %': formatPercent(regret),
    });
  }
  expect(tactics.filter((row) => row['Median, µs'] === '–')).toHaveLength(3);
  const times = tableOf(sectionOf(page, 'Time by batch size')?.querySelector('details table'));
  checkCurves(ownCells(run), times, 'best time, µs', ({ timeUs }) => formatUs(timeUs));
  checkPageVerdicts(page, run);
}

function checkPageVerdicts(page: Document, run: RunDocument): void {
  const speedups = tableOf(sectionOf(page, 'Speed-up')?.querySelector('details table'));
  if (run !== two) {
    const tactics = tableOf(sectionOf(page, 'Tactics')?.querySelector('table'));
    for (const [own, base] of familyPairs(run)) {
      const ratio = formatRatio(pairedRatio(base, own));
      const row = tactics.find(({ cell }) => cell === String(own.cell.index));
      expect(row?.['Speed-up, ×']).toBe(ratio);
      checkCurves([own], speedups, 'speed-up over natural, ×', () => ratio);
    }
    return;
  }
  const verdicts = tableOf(sectionOf(page, 'Verdicts')?.querySelector('table'));
  const pairs = recomputedPairs(run);
  for (const { cell, timeAUs, timeBUs, speedup } of pairs) {
    expect(verdicts.find((row) => row['cell'] === String(cell.index))).toMatchObject({
      Verdict: expect.stringContaining('FASTER'),
      'A, µs': formatUs(timeAUs),
      'B, µs': formatUs(timeBUs),
      'Speed-up, ×': formatNumber(speedup, 3),
    });
  }
  const speedupOf = (own: RecomputedCell) => pairs.find(({ cell }) => cell === own.cell)?.speedup;
  checkCurves(pairs, speedups, 'speed-up of B over A, ×', (own) =>
    formatNumber(speedupOf(own) ?? Number.NaN, 3),
  );
}

/** A chart's table twin has the best of each family at each batch size, with its interval behind. */
function checkCurves(
  cells: readonly RecomputedCell[],
  twin: TextTable,
  unit: string,
  figureOf: (cell: RecomputedCell) => string,
): void {
  for (const own of bestOfFamilies(cells)) {
    const row = twin.find((line) => line['batch size, tokens'] === String(own.cell.batchSize));
    expect(row?.[`${own.family}, ${unit}`]?.split(' ')[0]).toBe(figureOf(own));
  }
}

function checkMarkdown(markdown: string, run: RunDocument): void {
  const tables = splitTables(markdown).tables.map(({ headings, rows }) =>
    rows.map((row) =>
      Object.fromEntries(
        row.map((text, index) => [headings[index] ?? '', text.replaceAll('`', '')]),
      ),
    ),
  );
  const rowsWith = (...headings: readonly string[]): TextTable =>
    tables.find(([row]) => headings.every((heading) => row !== undefined && heading in row)) ?? [];
  const matching = (table: TextTable, { cell }: RecomputedCell) =>
    table.find(
      (row) => row['tactic'] === cell.tacticId && row['batch size'] === String(cell.batchSize),
    );
  const tactics = rowsWith('time, µs', 'regret, %');
  expect(tactics.filter((row) => row['time, µs'] !== '–')).toHaveLength(ownCells(run).length);
  for (const own of ownCells(run)) {
    expect(matching(tactics, own)).toMatchObject({
      'time, µs': formatUs(own.timeUs),
      'regret, %': formatPercent(own.regret),
    });
  }
  for (const own of bestOfFamilies(ownCells(run))) {
    expect(matching(rowsWith('best, µs'), own)?.['best, µs']).toBe(formatUs(own.timeUs));
  }
  if (run !== two) {
    const speedups = rowsWith('speed-up over natural');
    expect(speedups.filter((row) => row['speed-up over natural'] !== '–')).toHaveLength(
      familyPairs(run).length,
    );
    for (const [own, base] of familyPairs(run)) {
      expect(matching(speedups, own)?.['speed-up over natural']).toBe(
        `${formatNumber(pairedRatio(base, own), 3)} ×`,
      );
    }
    return;
  }
  const verdicts = splitTables(markdown).tables.flatMap(({ headings, rows }, table) =>
    headings.includes('verdict') && rows.length > 0 ? [tables[table] ?? []] : [],
  );
  const every = verdicts.at(-1) ?? [];
  for (const own of recomputedPairs(run)) {
    expect(matching(every, own)).toMatchObject({
      'before, µs': formatUs(own.timeAUs),
      'after, µs': formatUs(own.timeBUs),
      'speed-up': `${formatNumber(own.speedup, 3)} ×`,
      verdict: 'FASTER',
    });
  }
  for (const row of verdicts[0] ?? []) {
    expect(every).toContainEqual(row);
  }
}

function checkPictures(files: readonly MadeFile[], run: RunDocument): void {
  const pictureNamed = (word: string): string =>
    textOf(files.find(({ name }) => name.includes(`-${word}-layer-uniform.svg`)));
  const times = drawnPoints(pictureNamed('times'));
  const ofFamilies = times.filter(({ name }) => name !== 'A');
  checkDrawn(ofFamilies, ownCells(run), ({ timeUs }) => timeUs);
  checkBaseline(
    times.filter(({ name }) => name === 'A'),
    run === two ? recomputedPairs(run) : [],
  );
  const pairs = run === two ? recomputedPairs(run) : familyPairs(run).map(([own]) => own);
  checkDrawn(drawnPoints(pictureNamed('speedup')), pairs, (own) =>
    'speedup' in own ? Number(own.speedup) : ratioOverFamily(run, own),
  );
  const squares = wordsOf(parsedPicture(pictureNamed('regrets'))).filter((text) =>
    /^\d[\d.]*$/.test(text),
  );
  const batches = new Set(run.header.plan.cells.map(({ batchSize }) => String(batchSize)));
  expect(squares.slice(batches.size).toSorted()).toEqual(
    ownCells(run)
      .map(({ regret }) => formatPercent(regret))
      .toSorted(),
  );
}

function ratioOverFamily(run: RunDocument, own: RecomputedCell): number {
  const [, base] = familyPairs(run).find(([{ cell }]) => cell === own.cell) ?? [];
  return base === undefined ? Number.NaN : pairedRatio(base, own);
}

/** Side A: its shortest time at each batch size, and no point where nothing has two sides. */
function checkBaseline(points: readonly DrawnPoint[], pairs: readonly RecomputedPair[]): void {
  const batchSizes = [...new Set(pairs.map(({ cell }) => cell.batchSize))];
  expect(points).toHaveLength(batchSizes.length);
  for (const batchSize of batchSizes) {
    const there = pairs.filter(({ cell }) => cell.batchSize === batchSize);
    const point = points.find(({ x }) => Math.abs(x / batchSize - 1) < 1e-6);
    const shortest = Math.min(...there.map(({ timeAUs }) => timeAUs));
    expect((point?.y ?? 0) / shortest).toBeCloseTo(1, 6);
  }
}

/** Where the points stand, to a millionth: coordinates are written in full. */
function checkDrawn(
  points: readonly DrawnPoint[],
  cells: readonly RecomputedCell[],
  valueOf: (cell: RecomputedCell) => number,
): void {
  const best = bestOfFamilies(cells);
  expect(points).toHaveLength(best.length);
  for (const own of best) {
    const point = points.find(
      ({ name, x }) => name === own.family && Math.abs(x / own.cell.batchSize - 1) < 1e-6,
    );
    expect((point?.y ?? 0) / valueOf(own)).toBeCloseTo(1, 6);
  }
}

/** A PNG is the SVG drawn at twice its size; what it shows is checked there. */
async function checkSizes(files: readonly MadeFile[], run: RunDocument): Promise<void> {
  const drawings = await filesOf(jobOf('svg', await written(run)));
  expect(files.map(({ name }) => name)).toEqual(
    drawings.map(({ name }) => name.replace(/svg$/, 'png')),
  );
  for (const [index, drawing] of drawings.entries()) {
    const { documentElement: svg } = parsedPicture(textOf(drawing));
    const size = ['width', 'height'].map((name) => 2 * Number(svg.getAttribute(name)));
    expect(pngSize(files[index]?.content ?? new Uint8Array())).toEqual(size);
  }
}

function checkNvbench(text: string, run: RunDocument, side: 'A' | 'B'): void {
  interface State {
    readonly is_skipped: boolean;
    readonly axis_values: readonly { readonly value: string }[];
    readonly summaries: readonly {
      readonly tag: string;
      readonly data: readonly { readonly value: string }[];
    }[];
  }
  const { benchmarks } = JSON.parse(text) as {
    benchmarks: readonly { readonly name: string; readonly states: readonly State[] }[];
  }; // its own test checks the schema
  const states = benchmarks.flatMap(({ name, states: all }) =>
    all.map((state) => ({ ...state, key: `${name} ${state.axis_values[0]?.value}` })),
  );
  const cells = recomputedCells(run, side);
  expect(states.filter((state) => !state.is_skipped)).toHaveLength(cells.length);
  for (const { cell, mediansUs, timeUs } of cells) {
    const state = states.find(
      ({ key }) => key === `${cell.tacticId} layer uniform ${cell.batchSize}`,
    );
    const value = (tag: string) =>
      Number(state?.summaries.find((summary) => summary.tag === `nv/cold/${tag}`)?.data[0]?.value);
    expect(value('time/gpu/mean')).toBe(timeUs / 1e6);
    expect(value('time/gpu/median')).toBe(timeUs / 1e6);
    expect(value('time/gpu/min')).toBe(Math.min(...mediansUs) / 1e6);
    expect(value('time/gpu/max')).toBe(Math.max(...mediansUs) / 1e6);
    expect(value('sample_size')).toBe(mediansUs.length);
  }
}

function checkGoogleBenchmark(text: string, run: RunDocument, side: 'A' | 'B'): void {
  const { benchmarks } = JSON.parse(text) as {
    benchmarks: readonly { readonly name: string; readonly real_time: number }[];
  }; // its own test checks the schema
  const cells = recomputedCells(run, side);
  for (const { cell, mediansUs } of cells) {
    const name = `${cell.tacticId}/layer/uniform/batch:${cell.batchSize}`;
    const own = benchmarks.filter((benchmark) => benchmark.name === name);
    expect(own.map(({ real_time: us }) => us)).toEqual(mediansUs);
  }
  expect(benchmarks).toHaveLength(cells.reduce((sum, { mediansUs }) => sum + mediansUs.length, 0));
}

function checkTrace(text: string, run: RunDocument, side: 'A' | 'B'): void {
  interface Bar {
    readonly ph: string;
    readonly cat: string;
    readonly pid: number;
    readonly name: string;
    readonly dur: number;
    readonly args: Readonly<Record<string, unknown>>;
  }
  const { traceEvents } = JSON.parse(text) as { traceEvents: readonly Bar[] }; // as above
  const bars = traceEvents.filter(({ ph, cat }) => ph === 'X' && cat === 'block');
  for (const { cell, blocks } of recomputedCells(run, side)) {
    const own = bars.filter(
      ({ name, args }) =>
        name === `layer batch ${cell.batchSize} uniform` && args['tactic'] === cell.tacticId,
    );
    const key = side === 'A' ? 'side_a_slots_us' : 'side_b_slots_us';
    expect(own.map(({ pid, dur, args }) => [pid - 1, dur, args[key]])).toEqual(
      blocks.map(({ replicate, slots }) => [
        replicate,
        slots.reduce((sum, slot) => sum + slot.medianUs * slot.launches, 0),
        slots.filter((slot) => slot.side === side).map(({ medianUs }) => medianUs),
      ]),
    );
  }
}
