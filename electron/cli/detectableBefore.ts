import { join } from 'node:path';
import type { RunDocument } from '../contract/runFile';
import { ASSUMED_DEVIATION, minimumDetectableEffect } from '../engine/verdict/detectable';
import { measuredDeviation } from '../engine/verdict/deviation';
import { readRunFile, readRunHeader, RunStore } from '../host/runStore';

/** How many of the newest runs are looked through for an earlier comparison. */
const lookBack = 20;

/**
 * The smallest change that the run about to start can find, said before it starts. The spread comes from
 * the latest comparison on this machine and target; without one it is an assumption, and called one.
 */
export async function detectableBefore({ header }: RunDocument, folder: string): Promise<string> {
  const { plan, runId } = header;
  const known = await latestDeviation(header, folder, runId);
  const floor = Math.log1p(plan.comparison?.marginFloor ?? 0);
  const { minReplicates } = plan.effortPlan;
  const effect = minimumDetectableEffect(
    known?.deviation ?? ASSUMED_DEVIATION,
    minReplicates,
    floor,
  );
  const source =
    known === undefined
      ? `assuming a spread of ${percent(ASSUMED_DEVIATION)} between replicates`
      : `from the spread of ${known.runId}, ${percent(known.deviation)}`;
  return effect === undefined
    ? 'minimum detectable effect: none with one replicate'
    : `minimum detectable effect: ${percent(effect)} with ${minReplicates} replicates, ${source}`;
}

async function latestDeviation(
  { environment, plan }: RunDocument['header'],
  folder: string,
  ownRunId: string,
): Promise<{ readonly runId: string; readonly deviation: number } | undefined> {
  const runIds = (await new RunStore(folder).list()).toSorted().reverse().slice(0, lookBack);
  for (const runId of runIds.filter((id) => id !== ownRunId)) {
    const path = join(folder, `${runId}.moerun`);
    // Most runs are told apart by their first line; measuring waits for this.
    const header = await readRunHeader(path);
    const alike =
      header.ok &&
      header.value.plan.comparison !== undefined &&
      header.value.plan.target === plan.target &&
      header.value.environment.cpu.model === environment.cpu.model;
    const read = alike ? await readRunFile(path) : undefined;
    const deviation = read?.ok === true ? measuredDeviation(read.value) : undefined;
    if (deviation !== undefined) {
      return { runId, deviation };
    }
  }
  return undefined;
}

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(2)} %`;
}
