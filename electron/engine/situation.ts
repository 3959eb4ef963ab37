import type { Cell } from '../contract/plan';

const known = new WeakMap<Cell, string>();

/** Cells with the same key compete: they do the same work. Remembered: a summary asks several times for each cell. */
export function situationKey(cell: Cell): string {
  let key = known.get(cell);
  if (key === undefined) {
    const { stage, routing, batchSize } = cell;
    key = JSON.stringify([stage, routing, batchSize]);
    known.set(cell, key);
  }
  return key;
}
