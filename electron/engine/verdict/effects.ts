import type { BlockRecord, SlotRecord } from '../../contract/runFile';
import { median } from '../statistics/quantiles';

/** Effect of one replicate on one cell: log time of B minus log time of A. */
export type ReplicateEffects = ReadonlyMap<number, number>;

export interface CellEffects {
  readonly byReplicate: ReplicateEffects;
  readonly blocks: number;
  /** Blocks that the validity filter took out, with the reason of each. */
  readonly dropped: readonly string[];
}

/** A block whose clock was under this share of the cell's median clock is dropped. */
const lowestClockShare = 0.9;

/**
 * The effects of a cell's blocks, those of a throttled machine left out. Block: mean log B less mean
 * log A. Replicate: median of its blocks, so that one disturbed block does not speak for a process.
 */
export function cellEffects(blocks: readonly BlockRecord[]): CellEffects {
  const medianClockMhz = medianClock(blocks);
  const byReplicate = new Map<number, number[]>();
  const dropped: string[] = [];
  for (const block of blocks) {
    const reason = whyDropped(block, medianClockMhz);
    const effect = blockEffect(block.slots);
    if (reason !== undefined) {
      dropped.push(reason);
    } else if (effect !== undefined) {
      const effects = byReplicate.get(block.replicate);
      if (effects === undefined) {
        byReplicate.set(block.replicate, [effect]);
      } else {
        effects.push(effect);
      }
    }
  }
  const medians = new Map<number, number>();
  for (const [replicate, effects] of byReplicate) {
    medians.set(replicate, median(effects));
  }
  return {
    byReplicate: medians,
    blocks: blocks.length,
    dropped,
  };
}

/** Mean log time of side B less that of side A; undefined when a side is missing. */
export function blockEffect(slots: readonly SlotRecord[]): number | undefined {
  let [sumA, sumB, countA, countB] = [0, 0, 0, 0];
  for (const { side, medianUs } of slots) {
    const log = Math.log(medianUs);
    if (side === 'A') {
      sumA += log;
      countA++;
    } else {
      sumB += log;
      countB++;
    }
  }
  return countA === 0 || countB === 0 ? undefined : sumB / countB - sumA / countA;
}

function medianClock(blocks: readonly BlockRecord[]): number | undefined {
  const clocks: number[] = [];
  for (const { device } of blocks) {
    if (device?.clockMhz !== undefined) {
      clocks.push(device.clockMhz);
    }
  }
  return clocks.length === 0 ? undefined : median(clocks);
}

/** The rule is the same for both sides and was fixed before the run. */
function whyDropped({ device }: BlockRecord, medianClockMhz: number | undefined) {
  const [throttle] = device?.throttleReasons ?? [];
  if (throttle !== undefined) {
    return throttle;
  }
  const clockMhz = device?.clockMhz;
  const low =
    clockMhz !== undefined &&
    medianClockMhz !== undefined &&
    clockMhz < lowestClockShare * medianClockMhz;
  return low ? `clock ${clockMhz} MHz, median ${medianClockMhz} MHz` : undefined;
}
