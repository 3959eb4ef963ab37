import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../electron/contract/runFile';
import { buildPlan } from '../../../electron/engine/planBuilder';
import { isPreciseEnough } from '../../../electron/engine/precision';
import { summariseRun } from '../../../electron/engine/summariseRun';
import { block, documentOf, machineFacts, smallRequest } from '../../fixtures/plans';

const built = buildPlan({ ...smallRequest, batchSizes: [1] }, machineFacts());
if (!built.ok) {
  throw new Error(built.error.message);
}
/** Cell 0 is natural, cell 1 streaming. */
const { plan } = built.value;

const end: RunRecord = { type: 'end', at: '2026-11-23T00:00:09.000Z', reason: 'complete' };
const summaryOf = (records: readonly RunRecord[]) => summariseRun(documentOf(plan, records));

describe('the summary of a run', () => {
  it('takes the median over replicate medians, with the range of five as interval', () => {
    const times = [10, 11, 12, 13, 14];
    const { cells } = summaryOf(times.map((us, replicate) => block(0, replicate, us)));
    expect(cells[0]?.time).toMatchObject({
      medianUs: 12,
      interval: { low: 10, high: 14, coverage: 0.9375 },
      replicates: 5,
      blocks: 5,
    });
    expect(cells[1]?.status).toBe('waiting');
  });

  it('says bytes per second, the share of the measured bandwidth, and regret', () => {
    const { cells } = summaryOf([block(0, 0, 2), block(1, 0, 1)]);
    expect(cells[0]?.weightBytesPerSecond).toBeCloseTo(1000 / 2e-6);
    expect(cells[0]?.bandwidthShare).toBeCloseTo(1000 / 2e-6 / 1e10);
    expect(cells[0]?.regret).toBeCloseTo(1);
    expect(cells[1]?.regret).toBe(0);
  });

  it('says operations per second and the share of the measured compute peak', () => {
    const { cells } = summaryOf([block(0, 0, 2)]);
    const { hiddenSize, intermediateSize, topK } = plan.problem;
    // Gate, up and down, a multiply and an add of each weight.
    const flops = 2 * topK * 3 * hiddenSize * intermediateSize;
    expect(cells[0]?.flopsPerSecond).toBeCloseTo(flops / 2e-6);
    expect(cells[0]?.peakShare).toBeCloseTo(flops / 2e-6 / 3e11);
  });

  it('holds no GPU against the ceilings of its host', () => {
    const { cells } = summariseRun(documentOf({ ...plan, target: 'sm90' }, [block(0, 0, 2)]));
    expect(cells[0]?.weightBytesPerSecond).toBeDefined();
    expect(cells[0]).not.toHaveProperty('bandwidthShare');
    expect(cells[0]).not.toHaveProperty('peakShare');
  });

  it('holds a GPU against the read bandwidth that its library measured', () => {
    const { header, ...rest } = documentOf({ ...plan, target: 'sm90' }, [block(0, 0, 2)]);
    const environment = { ...header.environment, deviceReadBytesPerSecond: 4e9 };
    const { cells } = summariseRun({ ...rest, header: { ...header, environment } });
    expect(cells[0]?.bandwidthShare).toBeCloseTo(1000 / 2e-6 / 4e9);
  });

  it('marks what is as good as the best, and what a tune would choose of it', () => {
    const close = summaryOf([block(0, 0, 100), block(1, 0, 100.5)]).cells;
    expect(new Set(close.slice(0, 2).map(({ standing }) => standing))).toEqual(
      new Set(['chosen', 'tied']),
    );
    const apart = summaryOf([block(0, 0, 100), block(1, 0, 110)]).cells;
    expect(apart.slice(0, 2).map(({ standing }) => standing)).toEqual(['chosen', undefined]);
  });

  it('compares families replicate by replicate', () => {
    // The second replicate is twice as slow for both: paired, it says the same.
    const { groups } = summaryOf([
      block(0, 0, 30),
      block(1, 0, 10),
      block(0, 1, 60),
      block(1, 1, 20),
    ]);
    const streaming = groups[0]?.families.find(({ family }) => family === 'streaming');
    const speedup = streaming?.points[0]?.speedup;
    expect(speedup?.ratio).toBeCloseTo(3);
    expect(speedup?.interval?.low).toBeCloseTo(3);
  });

  it('gives a wrong tactic no time, though it was timed before it was found out', () => {
    const { cells } = summaryOf([
      block(0, 0, 10),
      {
        type: 'check',
        cell: 0,
        replicate: 1,
        correct: false,
        relativeError: 0.7,
        comparedValues: 64,
        firstBad: { token: 2, column: 5, expected: 1.5, actual: -3 },
      },
    ]);
    expect(cells[0]).toMatchObject({ status: 'incorrect' });
    expect(cells[0]?.time).toBeUndefined();
    expect(cells[0]?.reason).toMatch(/token 2, column 5: expected 1.5, got -3/);
  });

  it('names what failed', () => {
    const { cells } = summaryOf([
      { type: 'failure', replicate: 0, cell: 1, kind: 'crashed', message: 'it crashed' },
    ]);
    expect(cells[1]).toMatchObject({ status: 'failed', reason: 'it crashed' });
  });

  it('is provisional until the run has ended by itself', () => {
    expect(summaryOf([block(0, 0, 1)]).provisional).toBe(true);
    expect(summaryOf([block(0, 0, 1), { ...end, reason: 'cancelled' }]).provisional).toBe(true);
    expect(summaryOf([block(0, 0, 1), end]).provisional).toBe(false);
  });
});

describe('precision', () => {
  const runOf = (times: readonly number[]) =>
    documentOf(
      plan,
      times.flatMap((us, replicate) => [block(0, replicate, us), block(1, replicate, us)]),
    );

  it('is enough when every interval is narrow, and never with too few replicates', () => {
    expect(isPreciseEnough(runOf([1000, 1001, 1000, 999, 1000]))).toBe(true);
    expect(isPreciseEnough(runOf([1000, 1010, 1000, 990, 1000]))).toBe(false);
    expect(isPreciseEnough(runOf([1000, 1000]))).toBe(false);
  });
});
