import type { BlockRecord, SlotRecord } from '../contract/runFile';
import type { Microseconds } from '../contract/units';
import type { TimeEstimate } from './runSummary';
import { medianInterval } from './statistics/medianInterval';
import { median, quantilePair } from './statistics/quantiles';

/** Median slot of each replicate. */
export type ReplicateMedians = ReadonlyMap<number, Microseconds>;

/** Replicates, not launches, are what is independent, so each is boiled down to one number first. */
export function replicateMedians(
  blocks: readonly BlockRecord[],
  side: SlotRecord['side'],
): ReplicateMedians {
  const slots = new Map<number, Microseconds[]>();
  for (const { replicate, slots: own } of blocks) {
    for (const slot of own) {
      if (slot.side === side) {
        const times = slots.get(replicate);
        if (times === undefined) {
          slots.set(replicate, [slot.medianUs]);
        } else {
          times.push(slot.medianUs);
        }
      }
    }
  }
  const medians = new Map<number, Microseconds>();
  for (const [replicate, times] of slots) {
    medians.set(replicate, median(times));
  }
  return medians;
}

/** Logarithms of `medians` over `base`, one for each replicate that both have. */
export function pairedEffects(
  base: ReplicateMedians,
  medians: ReplicateMedians,
): readonly number[] {
  const effects: number[] = [];
  for (const [replicate, us] of medians) {
    const baseUs = base.get(replicate);
    if (baseUs !== undefined) {
      effects.push(Math.log(us / baseUs));
    }
  }
  return effects;
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
  const [q10Us, q90Us] = quantilePair(slotTimes(blocks, side), 0.1, 0.9);
  const interval = medianInterval(values);
  return {
    medianUs: median(values),
    ...(interval === undefined ? {} : { interval }),
    q10Us,
    q90Us,
    replicates: values.length,
    blocks: blocks.length,
  };
}

function slotTimes(
  blocks: readonly BlockRecord[],
  side: SlotRecord['side'],
): readonly Microseconds[] {
  const times: Microseconds[] = [];
  for (const { slots } of blocks) {
    for (const slot of slots) {
      if (slot.side === side) {
        times.push(slot.medianUs);
      }
    }
  }
  return times;
}
