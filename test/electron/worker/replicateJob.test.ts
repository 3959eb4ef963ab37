import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../electron/contract/runFile';
import type { WorkerMessage } from '../../../electron/contract/workerApi';
import { workerMessageSchema } from '../../../electron/engine/schemas/worker';
import { cpuLibrary, faultyLibrary, runWorker } from './startWorker';
import { faultyTactic, replicateOf, tinyPlan, tinyProblem } from './tinyPlan';

function recordsOf(messages: readonly WorkerMessage[]): RunRecord[] {
  return messages.flatMap((message) => (message.type === 'record' ? [message.record] : []));
}

function ofType<T extends RunRecord['type']>(
  messages: readonly WorkerMessage[],
  type: T,
): Extract<RunRecord, { type: T }>[] {
  return recordsOf(messages).filter(
    (record): record is Extract<RunRecord, { type: T }> => record.type === type,
  );
}

describe('a replicate of a right tactic', () => {
  it('enters the cell, checks it, times its blocks, and ends well', async () => {
    const plan = tinyPlan([faultyTactic('right')]);
    const { messages, code } = await runWorker(replicateOf(plan, faultyLibrary()));
    const story = messages
      .filter((message) => message.type !== 'activity')
      .map((message) => (message.type === 'record' ? message.record.type : message.type));
    expect(story).toEqual(['entering', 'check', 'block', 'block', 'finished']);
    expect(code).toBe(0);
    const [check] = ofType(messages, 'check');
    expect(check).toMatchObject({ cell: 0, replicate: 0, correct: true });
    expect(check?.comparedValues).toBe(4 * 64);
  });

  it('fills every slot for as long as the plan says', async () => {
    const plan = tinyPlan([faultyTactic('right')]);
    const { messages } = await runWorker(replicateOf(plan, faultyLibrary()));
    const blocks = ofType(messages, 'block');
    expect(blocks.map(({ block }) => block)).toEqual([0, 1]);
    for (const slot of blocks.flatMap(({ slots }) => slots)) {
      expect(slot.side).toBe('A');
      expect(slot.minUs).toBeGreaterThan(0);
      expect(slot.medianUs).toBeGreaterThanOrEqual(slot.minUs);
      expect(slot.maxUs).toBeGreaterThanOrEqual(slot.medianUs);
      expect(slot.launches * slot.maxUs).toBeGreaterThanOrEqual(200);
    }
    expect(blocks[0]?.slots).toHaveLength(4);
  });

  it('goes on from the block it is told', async () => {
    const job = replicateOf(tinyPlan([faultyTactic('right')]), faultyLibrary());
    const visits = [{ cell: 0, firstBlock: 1, blocks: 1 }];
    const { messages } = await runWorker({ ...job, visits });
    expect(ofType(messages, 'block').map(({ block }) => block)).toEqual([1]);
  });

  it('knows how much is read and how far apart uses of a buffer are, and that hot is not cold', async () => {
    const cold = tinyPlan([faultyTactic('right')]);
    const ofCold = await runWorker(replicateOf(cold, faultyLibrary()));
    const ofHot = await runWorker(replicateOf({ ...cold, cacheMode: 'hot' }, faultyLibrary()));
    const expertBytes = (3 * 64 * 64 * 17) / 32;
    const [coldBlock] = ofType(ofCold.messages, 'block');
    expect(coldBlock?.weightBytes).toBeGreaterThanOrEqual(2 * expertBytes);
    expect(coldBlock?.weightBytes).toBeLessThanOrEqual(8 * expertBytes);
    expect(coldBlock?.reuseDistanceBytes).toBeGreaterThan(expertBytes);
    expect(ofType(ofHot.messages, 'block')[0]?.reuseDistanceBytes).toBe(0);
  });

  it('measures every stage of the CPU library', async () => {
    const tacticId = 'natural.generic.m1n4k64.arithmetic.vector.after';
    const plan = tinyPlan([tacticId, tacticId, tacticId]);
    const stages = ['gemm1', 'gemm2', 'layer'] as const;
    const cells = plan.cells.map((cell, index) => ({ ...cell, stage: stages[index] ?? 'layer' }));
    const { messages } = await runWorker(replicateOf({ ...plan, cells }, cpuLibrary()));
    expect(ofType(messages, 'failure')).toEqual([]);
    expect(ofType(messages, 'check').map(({ correct }) => correct)).toEqual([true, true, true]);
    expect(ofType(messages, 'block')).toHaveLength(6);
  });
});

describe('a pair of tactics', () => {
  it('runs gemm2 of a layer by a tactic of another family, and only of a layer', async () => {
    const gemm2TacticId = 'streaming.generic.m32n4k64.lut.stream.after';
    const tacticId = 'natural.generic.m1n4k64.arithmetic.vector.after';
    const plan = tinyPlan([tacticId, tacticId], { gemm2TacticId });
    const stages = ['layer', 'gemm2'] as const;
    const cells = plan.cells.map((cell, index) => ({ ...cell, stage: stages[index] ?? 'layer' }));
    const { messages } = await runWorker(replicateOf({ ...plan, cells }, cpuLibrary()));
    expect(ofType(messages, 'failure')).toEqual([]);
    expect(ofType(messages, 'check').map(({ correct }) => correct)).toEqual([true, true]);
  });

  it('fails in its cell when gemm2 has a tactic that fails, and not where gemm2 is not run', async () => {
    const gemm2TacticId = faultyTactic('unheard');
    const plan = tinyPlan([faultyTactic('right'), faultyTactic('right')], { gemm2TacticId });
    const stages = ['layer', 'gemm1'] as const;
    const cells = plan.cells.map((cell, index) => ({ ...cell, stage: stages[index] ?? 'layer' }));
    const { messages } = await runWorker(replicateOf({ ...plan, cells }, faultyLibrary()));
    expect(ofType(messages, 'failure').map(({ cell }) => cell)).toEqual([0]);
  });
});

describe('a replicate with tactics that fail', () => {
  it('gives no time for a wrong tactic, says where it is wrong, and goes on', async () => {
    const plan = tinyPlan([faultyTactic('wrong'), faultyTactic('right')]);
    const { messages } = await runWorker(replicateOf(plan, faultyLibrary()));
    const [wrong, right] = ofType(messages, 'check');
    expect(wrong).toMatchObject({
      correct: false,
      firstBad: { token: 3, column: 63, actual: 100 },
    });
    expect(right?.correct).toBe(true);
    expect(ofType(messages, 'block').map(({ cell }) => cell)).toEqual([1, 1]);
  });

  it('finds a value that was never written', async () => {
    const plan = tinyPlan([faultyTactic('unwritten')]);
    const { messages } = await runWorker(replicateOf(plan, faultyLibrary()));
    const [check] = ofType(messages, 'check');
    expect(check?.correct).toBe(false);
    expect(check?.firstBad?.actual).toBeNaN();
    expect(check?.firstBad?.expected).toBeTypeOf('number');
  });

  it('records what failed, of what kind, in which cell, and visits the rest', async () => {
    const families = ['error', 'outofmemory', 'greedy', 'overrun', 'right'];
    const plan = tinyPlan(families.map(faultyTactic));
    const { messages, code } = await runWorker(replicateOf(plan, faultyLibrary()));
    expect(code).toBe(0);
    expect(ofType(messages, 'failure').map(({ cell, kind }) => [cell, kind])).toEqual([
      [0, 'error'],
      [1, 'out_of_memory'],
      [2, 'out_of_memory'],
      [3, 'error'],
    ]);
    const [first] = ofType(messages, 'failure');
    expect(first?.message).toContain('error.generic');
    expect(first?.message).toContain('this tactic always fails');
    expect(ofType(messages, 'block').map(({ cell }) => cell)).toEqual([4, 4]);
  });

  it('refuses weights larger than memory before it allocates them', async () => {
    const problem = {
      ...tinyProblem,
      hiddenSize: 65_536,
      intermediateSize: 65_536,
      numExperts: 4096,
    };
    const plan = tinyPlan([faultyTactic('right')], { problem });
    const { messages, code } = await runWorker(replicateOf(plan, faultyLibrary()));
    expect(code).toBe(0);
    expect(ofType(messages, 'failure')).toMatchObject([{ cell: 0, kind: 'out_of_memory' }]);
    expect(ofType(messages, 'failure')[0]?.message).toMatch(/need \d+ MiB; \d+ MiB are available/);
  });

  it('records a tactic that the library does not hold as an error of its cell', async () => {
    const plan = tinyPlan([faultyTactic('unheard')]);
    const { messages } = await runWorker(replicateOf(plan, faultyLibrary()));
    expect(ofType(messages, 'failure')[0]?.message).toContain('does not hold this tactic');
  });

  it('has named the cell before a tactic brings the process down', async () => {
    const plan = tinyPlan([faultyTactic('right'), faultyTactic('crash')]);
    const { messages, signal } = await runWorker(replicateOf(plan, faultyLibrary()));
    expect(signal).toBe('SIGABRT');
    const entered = messages.flatMap((message) =>
      message.type === 'entering' ? [message.cell] : [],
    );
    expect(entered).toEqual([0, 1]);
    expect(ofType(messages, 'block')).toHaveLength(2);
  });

  it('sends nothing that the schema of its messages refuses', async () => {
    const families = ['right', 'wrong', 'unwritten', 'error', 'greedy'];
    const plan = tinyPlan(families.map(faultyTactic));
    const { messages } = await runWorker(replicateOf(plan, faultyLibrary()));
    expect(messages.filter((message) => !workerMessageSchema.safeParse(message).success)).toEqual(
      [],
    );
  });
});
