import type { BlockRecord, SlotRecord } from '../contract/runFile';
import type { Microseconds } from '../contract/units';
import type { TimeEstimate } from './runSummary';
import { medianInterval } from './statistics/medianInterval';
import { median, quantile } from './statistics/quantiles';

/** Median slot of each replicate. */
export type ReplicateMedians = ReadonlyMap<number, Microseconds>;

/** Replicates, not launches, are what is independent, so each is boiled down to one number first. */
export function replicateMedians(
  blocks: readonly BlockRecord[],
  side: SlotRecord['side'],
): ReplicateMedians {
  const slots = new Map<number, Microseconds[]>();
  for (const block of blocks) {
    const times = slots.get(block.replicate) ?? [];
    times.push(...timesOf(block, side));
    slots.set(block.replicate, times);
  }
  return new Map(
    [...slots]
      .filter(([, times]) => times.length > 0)
      .map(([replicate, times]) => [replicate, median(times)]),
  );
}

function timesOf(block: BlockRecord, side: SlotRecord['side']): readonly Microseconds[] {
  return block.slots.filter((slot) => slot.side === side).map((slot) => slot.medianUs);
}

/** The absolute time of a cell; undefined when nothing was measured. */
export function estimateTime(
  blocks: readonly BlockRecord[],
  medians: ReplicateMedians,
  side: SlotRecord['side'],
): TimeEstimate | undefined {
  const values = [...medians.values()];
  if (values.length === 0) {
    return undefined;
  }
  const slots = blocks.flatMap((block) => timesOf(block, side));
  const interval = medianInterval(values);
  return {
    medianUs: median(values),
    ...(interval === undefined ? {} : { interval }),
    q10Us: quantile(slots, 0.1),
    q90Us: quantile(slots, 0.9),
    replicates: values.length,
    blocks: blocks.length,
  };
}
