import type { BlockRecord, SlotRecord } from '../../contract/runFile';
import { mean, median } from '../statistics/quantiles';

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
      const effects = byReplicate.get(block.replicate) ?? [];
      effects.push(effect);
      byReplicate.set(block.replicate, effects);
    }
  }
  return {
    byReplicate: new Map([...byReplicate].map(([replicate, all]) => [replicate, median(all)])),
    blocks: blocks.length,
    dropped,
  };
}

/** Mean log time of side B less that of side A; undefined when a side is missing. */
export function blockEffect(slots: readonly SlotRecord[]): number | undefined {
  const logsOf = (side: 'A' | 'B'): number[] =>
    slots.filter((slot) => slot.side === side).map((slot) => Math.log(slot.medianUs));
  const [a, b] = [logsOf('A'), logsOf('B')];
  return a.length === 0 || b.length === 0 ? undefined : mean(b) - mean(a);
}

function medianClock(blocks: readonly BlockRecord[]): number | undefined {
  const clocks = blocks.flatMap(({ device }) =>
    device?.clockMhz === undefined ? [] : [device.clockMhz],
  );
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
