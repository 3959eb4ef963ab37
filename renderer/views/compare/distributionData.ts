import type { BlockRecord, RunDocument } from '../../../electron/contract/runFile';
import { blockEffect } from '../../../electron/engine/verdict/effects';

export interface BlockPoint {
  /** Place in time order, from 1. */
  readonly order: number;
  readonly replicate: number;
  /** Time of A over time of B: above 1 is faster. */
  readonly ratio: number;
}

/** One step of an empirical distribution: `share` of the slots took at most `us`. */
export interface EcdfStep {
  readonly us: number;
  readonly share: number;
}

/** Block effects in the order of time, so that drift shows. */
export function blockPoints(document: RunDocument, cell: number): readonly BlockPoint[] {
  return blocksOf(document, cell)
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .flatMap((block) => {
      const effect = blockEffect(block.slots);
      return effect === undefined ? [] : [{ replicate: block.replicate, ratio: Math.exp(-effect) }];
    })
    .map((point, index) => ({ order: index + 1, ...point }));
}

/** All slots of one side. */
export function ecdf(document: RunDocument, cell: number, side: 'A' | 'B'): readonly EcdfStep[] {
  const times = blocksOf(document, cell)
    .flatMap(({ slots }) => slots.filter((slot) => slot.side === side))
    .map(({ medianUs }) => medianUs)
    .toSorted((a, b) => a - b);
  return times.map((us, index) => ({ us, share: (index + 1) / times.length }));
}

function blocksOf({ records }: RunDocument, cell: number): readonly BlockRecord[] {
  return records.filter((record) => record.type === 'block').filter((block) => block.cell === cell);
}
