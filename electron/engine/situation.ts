import type { Cell } from '../contract/plan';

/** Cells with the same key compete: they do the same work. */
export function situationKey({ stage, routing, batchSize }: Cell): string {
  return JSON.stringify([stage, routing, batchSize]);
}
