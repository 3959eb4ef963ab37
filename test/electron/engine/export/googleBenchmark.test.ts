import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RunDocument } from '../../../../electron/contract/runFile';
import { googleBenchmarkJson } from '../../../../electron/engine/export/googleBenchmark';
import { comparedRun } from '../../../renderer/fixtures/comparedRun';
import { runFromText } from '../../../renderer/fixtures/runFromText';
import { noisyRun } from './noisyRuns';

/** What compare.py reads of a file, and what makes it one of this schema version. */
const fileSchema = z.object({
  context: z.looseObject({
    date: z.iso.datetime(),
    json_schema_version: z.literal(1),
    without_time: z.array(z.object({ name: z.string(), reason: z.string() })),
  }),
  benchmarks: z.array(
    z.object({
      name: z.string(),
      family_index: z.int(),
      per_family_instance_index: z.int(),
      run_name: z.string(),
      run_type: z.literal('iteration'),
      repetitions: z.int(),
      repetition_index: z.int(),
      threads: z.int(),
      iterations: z.int().positive(),
      real_time: z.number().positive(),
      cpu_time: z.number().positive(),
      time_unit: z.literal('us'),
      label: z.string().optional(),
    }),
  ),
});

function written(document: RunDocument, side?: 'A' | 'B') {
  return fileSchema.parse(JSON.parse(JSON.stringify(googleBenchmarkJson(document, side))));
}

const RUN = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 800 808 792 800 801
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 400 404 396 400 400
  natural.avx2.m16n1k64.arith.direct.after   | 4 | unsupported: too few tokens
`);

describe('google-benchmark JSON', () => {
  it('has a repetition per replicate, named alike, in microseconds', () => {
    const { benchmarks } = written(RUN);
    const first = benchmarks.filter(({ name }) => name === benchmarks[0]?.name);
    expect(first.map(({ real_time: us }) => us)).toEqual([800, 808, 792, 800, 801]);
    expect(first.map(({ repetition_index: index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(first.every(({ repetitions }) => repetitions === 5)).toBe(true);
  });

  it('is the contender of a comparison, without its control', () => {
    const run = comparedRun('demo');
    const timed = run.header.plan.cells.filter(({ control }) => control !== true);
    expect(new Set(written(run).benchmarks.map(({ name }) => name)).size).toBe(timed.length);
    expect(written(run)).toEqual(written(run, 'B'));
  });

  it('is the baseline where that side is asked for, under the same names', () => {
    const run = comparedRun('demo');
    const [a, b] = [written(run, 'A').benchmarks, written(run, 'B').benchmarks];
    expect(a.map(({ name }) => name)).toEqual(b.map(({ name }) => name));
    expect(new Set(a.map(({ real_time: us }) => us))).toEqual(new Set([100]));
  });

  it('labels the baseline with the tactic that it ran, where that is another', () => {
    const run = comparedRun('demo');
    const { plan } = run.header;
    const cells = plan.cells.map((cell) => ({ ...cell, baselineTacticId: 'before' }));
    const other = { ...run, header: { ...run.header, plan: { ...plan, cells } } };
    expect(written(other, 'A').benchmarks[0]?.label).toBe('baseline before');
    expect(written(other, 'B').benchmarks[0]?.label).toBeUndefined();
  });

  it('lists no benchmark without a time, and says why there is none', () => {
    expect(written(RUN).context.without_time).toEqual([
      {
        name: 'natural.avx2.m16n1k64.arith.direct.after/layer/uniform/batch:4',
        reason: 'too few tokens',
      },
    ]);
    const { context, benchmarks } = written(noisyRun('two'));
    expect(context.without_time.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('wrong against the oracle'),
      'it died in replicate 6',
      'needs amx',
    ]);
    const timed = new Set(benchmarks.map(({ name }) => name));
    expect(context.without_time.filter(({ name }) => timed.has(name))).toEqual([]);
  });
});
