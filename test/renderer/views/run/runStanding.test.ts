import { describe, expect, it } from 'vitest';
import type { RunDocument } from '../../../../electron/contract/runFile';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { runFaults } from '../../../../renderer/views/run/runFaults';
import { runStanding } from '../../../../renderer/views/run/runStanding';
import { comparedRun } from '../../fixtures/comparedRun';
import { inventedRun } from '../../fixtures/inventedRun';

const standingOf = (document: RunDocument) => runStanding(document, summariseRun(document));

describe('how a run stands', () => {
  it.each([
    ['complete', 'complete', false],
    ['cancelled', 'cancelled', true],
    ['failed', 'failed', true],
    ['none', 'interrupted', true],
  ] as const)('with the end %s it is %s; resumable: %s', (end, status, resumable) => {
    expect(standingOf(inventedRun(2, { end }))).toMatchObject({ status, resumable });
  });

  it('is going on again after a resume', () => {
    const cancelled = inventedRun(2, { end: 'cancelled' });
    const { environment, createdAt } = cancelled.header;
    const resumed: RunDocument = {
      ...cancelled,
      records: [...cancelled.records, { type: 'resume', at: createdAt, environment }],
    };
    expect(standingOf(resumed).status).toBe('interrupted');
  });

  it('says how much is measured', () => {
    expect(standingOf(inventedRun(3)).sentence).toBe(
      '45 cells of 48 measured, 3 whole replicates.',
    );
  });

  it('does not count the control of a comparison among the cells that could have a time', () => {
    const compared = comparedRun('demo');
    const { cells } = compared.header.plan;
    expect(cells.some(({ control }) => control === true)).toBe(true);
    const all = cells.filter(({ control }) => control !== true).length;
    expect(standingOf(compared).sentence).toContain(`${all} cells of ${all} measured`);
  });
});

describe('what went wrong', () => {
  it('names tactic, batch size and reason of every cell without its time', () => {
    const document = inventedRun(1);
    const faults = runFaults(document, summariseRun(document));
    expect(faults.map(({ status, where }) => [status, where])).toEqual([
      ['incorrect', 'interleaved.avx512_bf16.m32n12k64.lut.direct.after, layer, batch 64'],
      ['failed', 'streaming.avx512_bf16.m32n12k64.lut.stream.after, layer, batch 16'],
    ]);
    expect(faults[1]?.reason).toContain('SIGSEGV');
  });

  it('also names failures outside any cell', () => {
    const document = inventedRun(1);
    const failure = {
      type: 'failure',
      replicate: 0,
      kind: 'out_of_memory',
      message: 'Weights do not fit.',
    } as const;
    const faults = runFaults(
      { ...document, records: [...document.records, failure] },
      summariseRun(document),
    );
    expect(faults.at(-1)).toMatchObject({ where: 'replicate 1', reason: 'Weights do not fit.' });
  });
});
