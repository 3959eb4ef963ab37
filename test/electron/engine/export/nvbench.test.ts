import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RunDocument } from '../../../../electron/contract/runFile';
import { nvbenchJson } from '../../../../electron/engine/export/nvbench';
import { comparedRun } from '../../../renderer/fixtures/comparedRun';
import { runFromText } from '../../../renderer/fixtures/runFromText';
import { noisyRun } from './noisyRuns';

const RUN = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 800 808 792 800 801
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 400 404 396 400 400
  natural.avx2.m16n1k64.arith.direct.after   | 4 | unsupported: too few tokens
`);

/** Numbers of axis values and summaries are text in nvbench's JSON. */
const floatText = z.string().refine((text) => text === 'inf' || Number.isFinite(Number(text)));
const valueSchema = z.discriminatedUnion('type', [
  z.object({
    name: z.literal('value'),
    type: z.literal('int64'),
    value: z.string().regex(/^\d+$/),
  }),
  z.object({ name: z.literal('value'), type: z.literal('float64'), value: floatText }),
]);
const stateSchema = z.object({
  name: z.string(),
  device: z.literal(0),
  type_config_index: z.literal(0),
  axis_values: z.array(
    z.object({ name: z.string(), type: z.literal('int64'), value: z.string().regex(/^\d+$/) }),
  ),
  summaries: z.array(
    z.object({
      tag: z.string(),
      name: z.string(),
      hint: z.enum(['sample_size', 'duration', 'percentage', 'frequency', 'byte_rate']),
      description: z.string(),
      data: z.tuple([valueSchema]),
    }),
  ),
  is_skipped: z.boolean(),
  skip_reason: z.string().optional(),
});
/** What nvbench_compare, its legacy form and nvbench_json_summary read of a file. */
const fileSchema = z.object({
  meta: z.object({
    argv: z.array(z.string()),
    version: z.object({
      json: z.object({
        major: z.literal(1),
        minor: z.literal(0),
        patch: z.literal(0),
        string: z.literal('1.0.0'),
      }),
    }),
  }),
  devices: z.array(z.object({ id: z.int(), name: z.string() })),
  benchmarks: z.array(
    z.object({
      name: z.string(),
      index: z.int(),
      devices: z.array(z.int()),
      axes: z.array(
        z.object({
          name: z.string(),
          type: z.literal('int64'),
          flags: z.enum(['', 'pow2']),
          values: z.array(
            z.object({ input_string: z.string(), description: z.string(), value: z.int() }),
          ),
        }),
      ),
      states: z.array(stateSchema),
    }),
  ),
});

function written(document: RunDocument, side?: 'A' | 'B') {
  return fileSchema.parse(JSON.parse(JSON.stringify(nvbenchJson(document, side))));
}

type State = z.infer<typeof stateSchema>;

function valueOf({ summaries }: State, tag: string): number {
  return Number(summaries.find((summary) => summary.tag === tag)?.data[0].value);
}

describe('nvbench JSON', () => {
  it('has a benchmark per tactic, stage and routing, and a state per batch size', () => {
    const { benchmarks } = written(RUN);
    expect(benchmarks.map(({ name }) => name)).toEqual([
      'natural.avx2.m16n1k64.arith.direct.after layer uniform',
      'streaming.avx2.m32n6k64.lut.stream.after layer uniform',
    ]);
    expect(benchmarks[0]?.states.map(({ axis_values: values }) => values)).toEqual([
      [{ name: 'BatchSize', type: 'int64', value: '1' }],
      [{ name: 'BatchSize', type: 'int64', value: '4' }],
    ]);
  });

  it('has times in seconds over replicates, the mean and the median being the time', () => {
    const state = written(RUN).benchmarks[0]?.states[0] as State; // the first line of the table
    const time = (name: string) => valueOf(state, `nv/cold/time/gpu/${name}`);
    expect(['min', 'q1', 'median', 'mean', 'q3', 'max'].map(time)).toEqual([
      792e-6, 800e-6, 800e-6, 800e-6, 801e-6, 808e-6,
    ]);
    expect(valueOf(state, 'nv/cold/sample_size')).toBe(5);
    // Of 800, 808, 792, 800, 801 with n - 1.
    expect(time('stdev/absolute') * 1e6).toBeCloseTo(
      Math.sqrt((0.04 + 60.84 + 67.24 + 0.04 + 0.64) / 4),
    );
    expect(time('stdev/relative') * 800).toBeCloseTo(time('stdev/absolute') * 1e6);
    expect(time('iqr/relative')).toBeCloseTo(1 / 800);
  });

  it('says why a cell was skipped', () => {
    expect(written(RUN).benchmarks[0]?.states[1]).toMatchObject({
      is_skipped: true,
      skip_reason: 'too few tokens',
      summaries: [],
    });
    const skipped = written(noisyRun('two')).benchmarks.flatMap(({ states }) =>
      states.filter((state) => state.is_skipped),
    );
    expect(new Set(skipped.map(({ skip_reason: reason }) => reason))).toEqual(
      new Set([
        'it died in replicate 6',
        'needs amx',
        'wrong against the oracle in replicate 3: relative error NaN',
      ]),
    );
  });

  it('holds either side of a comparison, under names that pair', () => {
    const run = comparedRun('demo');
    const [a, b] = [written(run, 'A'), written(run, 'B')];
    const names = ({ benchmarks }: typeof a) =>
      benchmarks.flatMap(({ name, states }) => states.map((state) => [name, state.name]));
    expect(names(a)).toEqual(names(b));
    expect(a.devices).toEqual(b.devices);
    expect(written(run)).toEqual(b);
    const state = ({ benchmarks }: typeof a) => benchmarks[0]?.states[0] as State; // all have time
    expect(valueOf(state(a), 'nv/cold/time/gpu/mean')).toBeCloseTo(100e-6, 12);
    expect(valueOf(state(b), 'nv/cold/time/gpu/mean')).toBeCloseTo(92e-6, 6);
  });

  it('of a run of one side knows no other', () => {
    expect(written(RUN, 'B')).toEqual(written(RUN));
  });

  it('has the clock that a device states, in Hz, and none where there is none', () => {
    const [clocked] = written(noisyRun('one')).benchmarks[0]?.states ?? [];
    const [bare] = written(RUN).benchmarks[0]?.states ?? [];
    const clockHz = (state: State | undefined) =>
      state === undefined ? undefined : valueOf(state, 'nv/cold/sm_clock_rate/mean');
    expect(clockHz(clocked)).toBeGreaterThanOrEqual(1700e6);
    expect(clockHz(clocked)).toBeLessThan(1710e6);
    expect(clockHz(bare)).toBeNaN();
  });

  it('calls the noise of a single replicate infinite, as nvbench does', () => {
    const once = runFromText('natural.avx2.m16n1k64.arith.direct.after | 1 | 800');
    const state = written(once).benchmarks[0]?.states[0] as State; // the only line of the table
    expect(
      state.summaries.find(({ tag }) => tag.endsWith('gpu/stdev/relative'))?.data[0].value,
    ).toBe('inf');
  });

  it('tells pairs of tactics apart that share their first GEMM', () => {
    const { plan } = RUN.header;
    const cells = plan.cells.map((cell, index) =>
      index === 1
        ? { ...cell, tacticId: 'natural.avx2.m16n1k64.arith.direct.after', gemm2TacticId: 'x' }
        : cell,
    );
    const { benchmarks } = written({ ...RUN, header: { ...RUN.header, plan: { ...plan, cells } } });
    expect(benchmarks[1]?.name).toBe('natural.avx2.m16n1k64.arith.direct.after + x layer uniform');
  });
});
