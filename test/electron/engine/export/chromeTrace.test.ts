import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RunDocument, RunRecord } from '../../../../electron/contract/runFile';
import { chromeTrace } from '../../../../electron/engine/export/chromeTrace';
import { comparedRun } from '../../../renderer/fixtures/comparedRun';
import { runFromText } from '../../../renderer/fixtures/runFromText';
import { noisyRun } from './noisyRuns';

const moment = z.number().min(0);
const args = z.record(z.string(), z.unknown());
const place = { pid: z.int().min(1), tid: z.int().min(0) };
/** The events by the documented format: what each phase must have. */
const eventSchema = z.discriminatedUnion('ph', [
  z.object({
    ph: z.literal('X'),
    name: z.string(),
    cat: z.string(),
    ...place,
    ts: moment,
    dur: moment,
    args,
  }),
  z.object({
    ph: z.literal('i'),
    s: z.literal('t'),
    name: z.string(),
    cat: z.string(),
    ...place,
    ts: moment,
    args: z.object({ message: z.string(), cell: z.string().optional() }),
  }),
  z.object({
    ph: z.literal('C'),
    name: z.string(),
    pid: place.pid,
    ts: moment,
    args: z.record(z.string(), z.number()),
  }),
  z.object({
    ph: z.literal('M'),
    name: z.enum(['process_name', 'process_sort_index', 'thread_name', 'thread_sort_index']),
    pid: place.pid,
    tid: place.tid.optional(),
    args: z.object({ name: z.string().optional(), sort_index: z.int().optional() }),
  }),
]);
const traceSchema = z.object({
  traceEvents: z.array(eventSchema),
  displayTimeUnit: z.enum(['ms', 'ns']),
  otherData: z.record(z.string(), z.string()),
});

type TraceEvent = z.infer<typeof eventSchema>;

function written(document: RunDocument) {
  return traceSchema.parse(JSON.parse(JSON.stringify(chromeTrace(document)))).traceEvents;
}

function phase<P extends TraceEvent['ph']>(events: readonly TraceEvent[], ph: P) {
  return events.filter((event): event is Extract<TraceEvent, { ph: P }> => event.ph === ph);
}

/** Bars of each thread that begin before the one before them has ended, by more than rounding. */
function overlaps(events: readonly TraceEvent[]): number {
  const bars = phase(events, 'X').toSorted(
    (a, b) => a.pid - b.pid || a.tid - b.tid || a.ts - b.ts || a.dur - b.dur,
  );
  return bars.filter((bar, index) => {
    const before = bars[index - 1];
    return (
      before !== undefined &&
      before.pid === bar.pid &&
      before.tid === bar.tid &&
      bar.ts < before.ts + before.dur - 1e-6
    );
  }).length;
}

const RUN = runFromText(`
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 800 808 792 800 801
  streaming.avx2.m32n6k64.lut.stream.after   | 1 | 400 404 396 400 400
`);

describe('a Chrome trace', () => {
  it('has a bar per block, in a process per replicate and a thread per tactic', () => {
    const bars = phase(written(RUN), 'X').filter(({ cat }) => cat === 'block');
    expect(bars).toHaveLength(10);
    expect(new Set(bars.map(({ pid }) => pid))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(new Set(bars.map(({ tid }) => tid))).toEqual(new Set([1, 2]));
    // Four slots of three launches around 800 µs.
    expect(bars[0]?.dur).toBeCloseTo(800 * 4 * 3);
    expect(bars[0]?.name).toBe('layer batch 1 uniform');
  });

  it('marks the blocks of the A/A control', () => {
    const run = comparedRun('demo');
    const controls = phase(written(run), 'X').filter(({ cat }) => cat === 'control');
    expect(controls.length).toBeGreaterThan(0);
    expect(controls.every(({ name }) => name.startsWith('A/A control '))).toBe(true);
  });

  it('shows a replicate from start to finish, and by that its preparation', () => {
    const bars = phase(written(noisyRun('one')), 'X').filter(({ pid }) => pid === 2);
    const [replicate] = bars.filter(({ tid }) => tid === 0);
    const firstBlock = Math.min(...bars.filter(({ tid }) => tid > 0).map(({ ts }) => ts));
    expect(replicate).toMatchObject({
      name: 'replicate 2',
      args: { prepare_us: 5e5, measured_us: 1e5 },
    });
    // Half a second passes in the fixture before the first block.
    expect(firstBlock - (replicate?.ts ?? 0)).toBeGreaterThan(4.9e5);
    const end = (bar: { ts: number; dur: number }) => bar.ts + bar.dur;
    expect(Math.max(...bars.map(end))).toBe(replicate === undefined ? undefined : end(replicate));
  });

  it.each([
    ['one side', noisyRun('one')],
    ['two sides', noisyRun('two')],
    ['a file where all happened at once', RUN],
    ['a clock that was set back', withClockSetBack(noisyRun('one'))],
    ['a replicate that was cut off and taken up again', cutOffAndResumed(noisyRun('one'))],
  ])('bars of a thread never overlap: %s', (_, run) => {
    const events = written(run);
    expect(phase(events, 'X').length).toBeGreaterThan(10);
    expect(overlaps(events)).toBe(0);
  });

  it('ends a replicate that never finished with its latest block', () => {
    const spans = phase(written(cutOffAndResumed(noisyRun('one'))), 'X').filter(
      ({ tid, pid }) => tid === 0 && pid === 6,
    );
    expect(spans.map(({ name }) => name)).toEqual(['replicate 6, cut off', 'replicate 6']);
  });

  it('has counters for what the device says of itself, units as keys', () => {
    const counters = phase(written(noisyRun('one')), 'C');
    const keys = counters.map(({ name, args: values }) => [name, ...Object.keys(values)].join(' '));
    expect(new Set(keys)).toEqual(new Set(['clock MHz', 'temperature °C', 'power W']));
    expect(phase(written(RUN), 'C')).toEqual([]);
  });

  it('has an instant per failure and per wrong result, with its message', () => {
    const instants = phase(written(noisyRun('two')), 'i');
    expect(instants.filter(({ name }) => name === 'crashed')).toHaveLength(7);
    expect(instants.filter(({ name }) => name === 'incorrect')).toHaveLength(1);
    expect(instants.map(({ args: { message } }) => message)).toContain('it died in replicate 2');
    const replicates = phase(written(noisyRun('two')), 'X').filter(({ tid }) => tid === 0);
    for (const { pid, ts } of instants) {
      const around = replicates.find((bar) => bar.pid === pid);
      expect(ts).toBeGreaterThanOrEqual(around?.ts ?? Infinity);
      expect(ts).toBeLessThanOrEqual((around?.ts ?? 0) + (around?.dur ?? 0));
    }
  });

  it('begins with names for every process and thread that has events, sorted', () => {
    const events = written(noisyRun('two'));
    const metadata = phase(events, 'M');
    expect(events.slice(0, metadata.length)).toEqual(metadata);
    const places = metadata.map(({ pid, tid = -1 }) => pid * 1e6 + tid);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const named = metadata
      .filter(({ name }) => name === 'thread_name')
      .map(({ pid, tid }) => `${pid}/${tid}`);
    expect(new Set(named)).toEqual(
      new Set(phase(events, 'X').map(({ pid, tid }) => `${pid}/${tid}`)),
    );
  });
});

/** From the middle on, an hour earlier. */
function withClockSetBack(run: RunDocument): RunDocument {
  const middle = Math.floor(run.records.length / 2);
  const earlier = (at: string) => new Date(Date.parse(at) - 3_600_000).toISOString();
  return {
    ...run,
    records: run.records.map((record, index): RunRecord =>
      index >= middle && 'at' in record ? { ...record, at: earlier(record.at) } : record,
    ),
  };
}

/** Its last replicate stops before its end; another process begins it anew and goes on. */
function cutOffAndResumed(run: RunDocument): RunDocument {
  const again = run.records.findLastIndex(({ type }) => type === 'block');
  const started = run.records.findLast(
    (record) => record.type === 'replicate' && record.event === 'started',
  ) as RunRecord; // every run of the fixture has one
  return {
    ...run,
    records: [...run.records.slice(0, again), started, ...run.records.slice(again)],
  };
}
