import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appFolder } from '../../../build/lib/paths.mjs';
import { capture } from '../../../build/lib/run.mjs';
import { findCompareScript } from '../../../build/lib/systemTools.mjs';
import type { RunDocument, RunRecord } from '../../../electron/contract/runFile';
import { googleBenchmarkJson } from '../../../electron/engine/export/googleBenchmark';
import { encodeRunFile } from '../../../electron/engine/runFile/codec';
import { compareRun } from '../../../electron/engine/verdict/compareRun';
import { comparedRun } from '../../renderer/fixtures/comparedRun';
import { runFromText } from '../../renderer/fixtures/runFromText';

/** Where it is missing, npm test says so: build/lib/testSteps.mjs. */
const compare = findCompareScript();

const RUN = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 800 808 792 803 801 797 805 799 802
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 400 404 396 401 402 398 399 403 397
  streaming.avx2.m32n6k64.lut.stream.after   | 4 | unsupported: too few tokens
  streaming.avx2.m32n8k64.lut.stream.after   | 4 | incorrect
`);

/** The same run with every slot this much longer. */
function slower(run: RunDocument, factor: number): RunDocument {
  return {
    ...run,
    records: run.records.map((record): RunRecord =>
      record.type === 'block'
        ? {
            ...record,
            slots: record.slots.map((slot) => ({ ...slot, medianUs: slot.medianUs * factor })),
          }
        : record,
    ),
  };
}

/** What compare.py's --dump_to_json holds of one benchmark. */
interface Difference {
  readonly name: string;
  readonly measurements: readonly { readonly time: number; readonly real_time: number }[];
  readonly utest: {
    readonly time_pvalue?: number;
    readonly nr_of_repetitions?: number;
    readonly nr_of_repetitions_other?: number;
    readonly have_optimal_repetitions?: boolean;
  };
}

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'moe-peers-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Exports a run by the command line. @returns the path of the JSON */
async function exported(name: string, run: RunDocument): Promise<string> {
  const file = join(home, `${name}.moerun`);
  const out = join(home, `${name}.json`);
  await writeFile(file, encodeRunFile(run));
  const words = [join(appFolder, 'cli.mjs'), 'export', file, '--out', out];
  const format = ['--format', 'google-benchmark'];
  const { code, output } = await capture(process.execPath, [...words, ...format], {});
  expect(output).not.toMatch(/Error/);
  expect(code).toBe(0);
  return out;
}

async function differences(before: string, after: string): Promise<readonly Difference[]> {
  const dump = join(home, 'difference.json');
  const { python = '', script = '' } = compare ?? {};
  const words = [script, '--no-color', '--dump_to_json', dump, 'benchmarks', before, after];
  const { code, output } = await capture(python, words, {});
  expect(output).toMatch(/U Test, Repetitions: /);
  expect(code).toBe(0);
  return JSON.parse(await readFile(dump, 'utf8')) as Difference[]; // what compare.py has written
}

describe.skipIf(compare === undefined)("google-benchmark's compare.py", () => {
  it('finds that a run is a tenth slower, replicate by replicate, by its U test', async () => {
    const [before, after] = [
      await exported('before', RUN),
      await exported('after', slower(RUN, 1.1)),
    ];
    const [first, second, mean, ...more] = await differences(before, after);
    expect([first?.name, second?.name, mean?.name, more]).toEqual([
      'natural.avx2.m16n1k64.arith.direct.after/layer/uniform/batch:1',
      'streaming.avx2.m32n6k64.lut.stream.after/layer/uniform/batch:1',
      'OVERALL_GEOMEAN',
      [],
    ]);
    expect(first?.measurements.map(({ real_time: us }) => us)).toEqual([
      800, 808, 792, 803, 801, 797, 805, 799, 802,
    ]);
    for (const { measurements, utest } of [first, second] as readonly Difference[]) {
      measurements.forEach(({ time }) => expect(time).toBeCloseTo(0.1, 9));
      expect(utest).toMatchObject({
        nr_of_repetitions: 9,
        nr_of_repetitions_other: 9,
        have_optimal_repetitions: true,
      });
      expect(utest.time_pvalue).toBeLessThan(0.001);
    }
    expect(mean?.measurements[0]?.time).toBeCloseTo(0.1, 9);
  });

  it('finds no difference between a run and itself', async () => {
    const file = await exported('same', RUN);
    const [first] = await differences(file, file);
    expect(first?.measurements.every(({ time }) => time === 0)).toBe(true);
    expect(first?.utest.time_pvalue).toBeGreaterThan(0.9);
  });

  it('agrees with the headline on the two sides of a comparison', async () => {
    const run = comparedRun('demo');
    const [before, after] = [join(home, 'a.json'), join(home, 'b.json')];
    await writeFile(before, JSON.stringify(googleBenchmarkJson(run, 'A')));
    await writeFile(after, JSON.stringify(googleBenchmarkJson(run, 'B')));
    const all = await differences(before, after);
    const speedup = compareRun(run)?.headline?.speedup.ratio ?? Number.NaN;
    expect(all).toHaveLength((compareRun(run)?.cells.length ?? 0) + 1);
    expect(all.at(-1)?.measurements[0]?.time).toBeCloseTo(1 / speedup - 1, 3);
  });
});
