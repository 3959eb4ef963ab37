import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { cellTable } from '../../../../electron/engine/export/cellRows';
import { chromeTrace } from '../../../../electron/engine/export/chromeTrace';
import { csvText } from '../../../../electron/engine/export/csv';
import { googleBenchmarkJson } from '../../../../electron/engine/export/googleBenchmark';
import { jsonExport } from '../../../../electron/engine/export/jsonExport';
import { nvbenchJson } from '../../../../electron/engine/export/nvbench';
import { parquetBytes } from '../../../../electron/engine/export/parquet';
import { hostileNames, hostileRun } from './hostileRuns';
import { parseCsv, withoutGuard } from './parseCsv';
import { fileOf } from './parquetFile';

/** As a file keeps it. */
function asFile(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function asJsonFile(value: object): unknown {
  return JSON.parse(asFile(JSON.stringify(value)));
}

describe.each(hostileNames.map((name) => [name.slice(0, 30), name] as const))('%j', (_, name) => {
  const run = hostileRun(name);
  const source = { digestSha256: 'ab'.repeat(32), version: '0.1.0' };
  const everyCell = run.header.plan.cells.filter(({ control }) => control !== true);

  it('stays text in CSV', () => {
    const { headings, rows } = cellTable(run);
    const [names = [], ...lines] = parseCsv(asFile(csvText(headings, rows)));
    const column = (wanted: string) =>
      lines.map((line) => withoutGuard(line[names.indexOf(wanted)] ?? ''));
    expect(column('tactic')).toEqual(everyCell.map(() => asFile(name)));
    expect(column('reason').slice(3, 5)).toEqual([asFile(name), asFile(name)]);
    expect(column('baseline_tactic')[0]).toBe(asFile(`${name} before`));
    expect(lines.every((line) => line.length === headings.length)).toBe(true);
    // What a spreadsheet looks at: the first character that is not white space.
    for (const [first] of lines) {
      expect(first).not.toMatch(/^\s*[=+\-@\uff1d]/);
    }
  });

  it('stays text in Parquet', async () => {
    const rows = await parquetReadObjects({ file: fileOf(parquetBytes(run, undefined, source)) });
    expect(rows.map((row) => row['tactic'])).toEqual(everyCell.map(() => asFile(name)));
    expect(rows.slice(3, 5).map((row) => row['reason'])).toEqual([asFile(name), asFile(name)]);
  });

  it('stays text in JSON', () => {
    expect(asJsonFile(jsonExport(run, source))).toMatchObject({
      provenance: { device: name },
      environment: { hostname: name },
      plan: {
        preset: name,
        tactics: [{ id: name }],
        comparison: { branches: { A: { name, origin: name }, B: { name, origin: name } } },
      },
      comparison: { missing: [{ tactic: name, reason: name }] },
      cells: everyCell.map(({ index }) =>
        index === 3 || index === 4 ? { tactic: name, reason: name } : { tactic: name },
      ),
    });
  });

  it('stays text in nvbench JSON', () => {
    const { devices, benchmarks } = asJsonFile(nvbenchJson(run)) as {
      devices: unknown;
      benchmarks: { name: string; states: { skip_reason?: string }[] }[];
    }; // its own test checks the schema
    expect(devices).toEqual([{ id: 0, name }]);
    expect(benchmarks.map((benchmark) => benchmark.name)).toEqual([`${name} layer uniform`]);
    const reasons = benchmarks.flatMap(({ states }) => states.map((state) => state.skip_reason));
    expect(reasons.slice(3, 5)).toEqual([name, name]);
  });

  it('stays text in google-benchmark JSON', () => {
    const { context, benchmarks } = asJsonFile(googleBenchmarkJson(run, 'A')) as {
      context: { host_name: string; without_time: { name: string; reason: string }[] };
      benchmarks: { name: string; label: string }[];
    }; // its own test checks the schema
    expect(context.host_name).toBe(name);
    expect(context.without_time.slice(1).map(({ reason }) => reason)).toEqual([name, name]);
    expect(benchmarks.length).toBeGreaterThan(10);
    for (const benchmark of benchmarks) {
      expect(benchmark.name).toMatch(/\/layer\/uniform\/batch:\d+$/);
      expect(benchmark.name.startsWith(`${name}/`)).toBe(true);
      expect(benchmark.label).toBe(`baseline ${name} before`);
    }
  });

  it('stays text in a Chrome trace', () => {
    const { traceEvents, otherData } = asJsonFile(chromeTrace(run)) as {
      traceEvents: { name: string; ph: string; tid?: number; args: Record<string, unknown> }[];
      otherData: { device: string };
    }; // its own test checks the schema
    expect(otherData.device).toBe(name);
    const threads = traceEvents.filter((event) => event.name === 'thread_name' && event.tid === 1);
    expect(new Set(threads.map(({ args }) => args['name']))).toEqual(new Set([name]));
    const messages = traceEvents
      .filter((event) => event.name === 'crashed')
      .map(({ args }) => args['message']);
    expect(messages.filter((message) => message === name)).toHaveLength(6);
  });
});
