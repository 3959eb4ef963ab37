import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../../electron/engine/verdict/compareRun';
import type { RunRecord } from '../../../../electron/contract/runFile';
import { comparisonPlan, pairedBlock, simulatedRun } from '../../../fixtures/comparisons';
import { block, documentOf, smallRequest, machineFacts } from '../../../fixtures/plans';
import { buildPlan } from '../../../../electron/engine/planBuilder';

const plan = comparisonPlan();
const contenders = plan.cells.filter(
  ({ control, unsupported }) => control === undefined && unsupported === undefined,
);
const controls = plan.cells.filter(({ control }) => control === true);

function compared(records: readonly RunRecord[]) {
  const summary = compareRun(documentOf(plan, records));
  if (summary === undefined) {
    throw new Error('the plan compares');
  }
  return summary;
}

/** Each replicate's ratio B over A for every measurable cell. */
function blocksOf(ratios: readonly number[]): RunRecord[] {
  return ratios.flatMap((ratio, replicate) =>
    contenders.map(({ index }) => pairedBlock(index, replicate, 100, 100 * ratio)),
  );
}

describe('a verdict', () => {
  it('is FASTER when the whole interval lies beyond the margin', () => {
    const { cells, headline } = compared(blocksOf([0.9, 0.901, 0.899, 0.9, 0.902]));
    expect(cells.map(({ word }) => word)).toEqual(contenders.map(() => 'FASTER'));
    expect(headline?.word).toBe('FASTER');
    expect(headline?.speedup.ratio).toBeCloseTo(1 / 0.9, 2);
  });

  it('is SLOWER the other way round, with the interval on the other side of one', () => {
    const { cells } = compared(blocksOf([1.1, 1.101, 1.099, 1.1, 1.102]));
    expect(cells[0]?.word).toBe('SLOWER');
    expect(cells[0]?.speedup?.interval?.high).toBeLessThan(1);
    expect(cells[0]?.notSlower).toBe(false);
  });

  it('is SAME for a difference that is sure and smaller than the margin', () => {
    const { cells } = compared(blocksOf([1.002, 1.0021, 1.0019, 1.002, 1.002]));
    expect(cells[0]).toMatchObject({ word: 'SAME', notSlower: true });
  });

  it('is INCONCLUSIVE when the interval crosses the margin, with the replicates it would take', () => {
    const { cells } = compared(blocksOf([1.0, 1.02, 0.99, 1.03, 1.01]));
    expect(cells[0]?.word).toBe('INCONCLUSIVE');
    expect(cells[0]?.replicatesNeeded).toBeGreaterThan(5);
  });

  it('is withheld under five replicates, however large the difference', () => {
    const { cells } = compared(blocksOf([2, 2.001, 2, 2]));
    expect(cells[0]).toMatchObject({ word: 'INCONCLUSIVE', replicatesNeeded: 5 });
    expect(cells[0]?.reason).toMatch(/4 of the 5 replicates/);
  });

  it('does not promise that the least number of replicates would settle a noisy cell', () => {
    const { cells } = compared(blocksOf([1.0, 1.02, 0.99, 1.03]));
    expect(cells[0]?.reason).toMatch(/4 of the 5 replicates/);
    expect(cells[0]?.replicatesNeeded).toBeGreaterThan(5);
    expect(compared(blocksOf([1.01])).cells[0]?.replicatesNeeded).toBeUndefined();
  });

  it('is INCORRECT without a time as soon as one check was wrong, and names the side', () => {
    const wrong: RunRecord = {
      type: 'check',
      cell: contenders[0]?.index ?? -1,
      replicate: 0,
      side: 'B',
      correct: false,
      relativeError: 0.4,
      comparedValues: 10,
      firstBad: { token: 1, column: 2, expected: 3, actual: 4 },
    };
    const { cells } = compared([wrong, ...blocksOf([1, 1, 1, 1, 1])]);
    expect(cells[0]?.word).toBe('INCORRECT');
    expect(cells[0]?.reason).toMatch(/side B is wrong .*token 1, column 2: expected 3, got 4/);
    expect(cells[0]?.timeBUs).toBeUndefined();
    expect(cells[0]?.speedup).toBeUndefined();
  });

  it('is INVALID, never SLOWER, on a machine that throttles', () => {
    const throttled = blocksOf([1.5, 1.5, 1.5, 1.5, 1.5]).map((record, index) =>
      record.type === 'block' && index < 2 * contenders.length
        ? { ...record, device: { throttleReasons: ['hardware thermal slowdown'] } }
        : record,
    );
    const { cells } = compared(throttled);
    expect(cells[0]?.word).toBe('INVALID');
    expect(cells[0]?.reason).toMatch(/40 % of the blocks .* hardware thermal slowdown/);
  });

  it('drops a block whose clock was low, and keeps the rest', () => {
    const clocked = Array.from({ length: 12 }, (_, replicate) => ({
      ...pairedBlock(contenders[0]?.index ?? 0, replicate, 100, replicate === 3 ? 300 : 100),
      device: { clockMhz: replicate === 3 ? 900 : 1980, throttleReasons: [] },
    }));
    const { cells } = compared(clocked);
    expect(cells[0]).toMatchObject({ word: 'SAME', dropped: ['clock 900 MHz, median 1980 MHz'] });
  });

  it('needs a run of two sides', () => {
    const single = buildPlan(smallRequest, machineFacts());
    const document = single.ok && documentOf(single.value.plan, [block(0, 0, 10)]);
    expect(document && compareRun(document)).toBeUndefined();
  });
});

describe('the A/A control', () => {
  it('raises the margin by what its intervals cannot explain', () => {
    const biased = [0, 1, 2, 3, 4].flatMap((replicate) =>
      controls.map(({ index }) => pairedBlock(index, replicate, 100, 103 + 0.01 * replicate)),
    );
    const { margin, falseControls } = compared([
      ...biased,
      ...blocksOf([1.02, 1.02, 1.02, 1.02, 1.02]),
    ]);
    expect(margin).toBeGreaterThan(0.028);
    expect(falseControls).toBe(controls.length);
  });

  it('that is merely noisy leaves the margin alone', () => {
    const noisy = [0.5, 1.6, 0.9, 1.4, 0.8].flatMap((ratio, replicate) =>
      controls.map(({ index }) => pairedBlock(index, replicate, 100, 100 * ratio)),
    );
    expect(compared([...noisy, ...blocksOf([1, 1, 1, 1, 1])]).margin).toBeCloseTo(0.005, 6);
  });

  it('is no contender: neither counted nor part of the headline', () => {
    const {
      cells,
      controls: verdicts,
      headline,
    } = compared(
      simulatedRun(plan, { replicates: 8, effect: 0.1, placement: 0.001, jitter: 0.001 }, 1)
        .records,
    );
    expect(cells).toHaveLength(contenders.length);
    expect(verdicts.map(({ word }) => word)).toEqual(controls.map(() => 'SAME'));
    expect(headline?.cells).toBe(contenders.length);
  });
});

describe('over many simulated runs with drift and placement', () => {
  const many = comparisonPlan([1]);
  const shape = { replicates: 8, placement: 0.003, jitter: 0.003 };

  it('two equal branches are called different in at most 5 % of cells', () => {
    const words = Array.from({ length: 150 }, (_, seed) =>
      compareRun(simulatedRun(many, { ...shape, effect: 0 }, seed)),
    ).flatMap((summary) => summary?.cells.map(({ word }) => word) ?? []);
    const claims = words.filter((word) => word === 'FASTER' || word === 'SLOWER');
    expect(words.length).toBeGreaterThanOrEqual(200);
    expect(claims.length / words.length).toBeLessThanOrEqual(0.05);
  });

  it('a slow-down of 1.5 % is found in at least 80 % of runs', () => {
    const found = Array.from({ length: 100 }, (_, seed) =>
      compareRun(simulatedRun(many, { ...shape, effect: 0.015 }, seed)),
    ).filter((summary) => summary?.headline?.word === 'SLOWER');
    expect(found.length).toBeGreaterThanOrEqual(80);
  });
});
