import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RunDocument } from '../../../electron/contract/runFile';
import { predictSeconds } from '../../../electron/engine/prediction';
import { decodeRunFile } from '../../../electron/engine/runFile/codec';
import { buildPlan } from '../../../electron/engine/planBuilder';
import { machineFacts, smallRequest } from '../../fixtures/plans';

async function sample(name: string): Promise<RunDocument> {
  const url = new URL(`../../../renderer/samples/${name}.moerun`, import.meta.url);
  const decoded = decodeRunFile(await readFile(url, 'utf8'));
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
}

/** Seconds of each replicate that ended. */
function replicateSeconds({ records }: RunDocument): readonly number[] {
  const times = { started: new Map<number, number>(), finished: new Map<number, number>() };
  for (const record of records) {
    if (record.type === 'replicate') {
      times[record.event].set(record.replicate, Date.parse(record.at));
    }
  }
  return [...times.finished].map(
    ([replicate, at]) => (at - (times.started.get(replicate) ?? at)) / 1000,
  );
}

describe('the predicted length of a run', () => {
  it.each(['h200-pull-request-12451', 'h200-streaming', 'h200-fused', 'h200-int4-fp8'])(
    'of a comparison on an H200 is within a factor of 1.6 of what it took: %s',
    async (name) => {
      const document = await sample(name);
      const { plan, environment } = document.header;
      const seconds = replicateSeconds(document);
      const mean = seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
      const took = mean * plan.effortPlan.minReplicates;
      const predicted = predictSeconds(plan, environment.cpu.hardwareThreads);
      expect(predicted).toBeGreaterThan(took / 1.6);
      expect(predicted).toBeLessThan(took * 1.6);
    },
  );

  it('grows with what is measured, and with the effort', () => {
    const lengthOf = (changes: Partial<typeof smallRequest>): number => {
      const built = buildPlan({ ...smallRequest, ...changes }, machineFacts());
      if (!built.ok) throw new Error(built.error.message);
      return built.value.predictedSeconds;
    };
    expect(lengthOf({ batchSizes: [1, 4, 16] })).toBeGreaterThan(lengthOf({ batchSizes: [1] }));
    expect(lengthOf({ effort: 'gate' })).toBeGreaterThan(lengthOf({ effort: 'quick' }));
  });
});
