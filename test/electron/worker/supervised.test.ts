import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../electron/contract/runFile';
import { forkWorkers } from '../../../electron/host/forkWorker';
import { superviseReplicate } from '../../../electron/host/supervisor';
import { faultyLibrary, workerPath } from './startWorker';
import { faultyTactic, replicateOf, tinyPlan } from './tinyPlan';

/** The real supervisor over real workers on tactics that bring them down. */
describe('a supervised replicate', () => {
  beforeEach(() => {
    process.env['MOE_WORKBENCH_PATIENCE_SECONDS'] = '1';
  });
  afterEach(() => {
    delete process.env['MOE_WORKBENCH_PATIENCE_SECONDS'];
  });

  it('loses only the cells whose tactics crash or hang, and names them', async () => {
    const families = ['right', 'crash', 'right', 'hang', 'right'];
    const plan = tinyPlan(families.map(faultyTactic));
    const records: RunRecord[] = [];
    const outcome = await superviseReplicate(
      replicateOf(plan, faultyLibrary()),
      forkWorkers(workerPath()),
      {
        onRecord: (record) => records.push(record),
        onActivity: () => undefined,
        onEntering: () => undefined,
      },
      new AbortController().signal,
    );
    expect(outcome).toBe('finished');
    const failures = records.filter((record) => record.type === 'failure');
    expect(failures.map(({ cell, kind }) => [cell, kind])).toEqual([
      [1, 'crashed'],
      [3, 'hung'],
    ]);
    expect(failures[0]?.message).toContain(faultyTactic('crash'));
    expect(failures[1]?.message).toContain(faultyTactic('hang'));
    const blocks = records.filter((record) => record.type === 'block');
    expect(blocks.map(({ cell }) => cell)).toEqual([0, 0, 2, 2, 4, 4]);
  });
});
