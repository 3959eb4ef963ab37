import type { Effort, EffortPlan } from '../contract/plan';

/**
 * How much each effort measures. A block is four slots (A B B A where there are two sides). A slot
 * lasts a millisecond so that the timer's tick and the interrupts of one moment do not show. Fewer than
 * five replicates give no interval worth the name. Quick is for a person who waits: its last replicate
 * starts within 72 s, so that all is done within 90.
 */
const efforts: Readonly<Record<Effort, EffortPlan>> = {
  quick: plan(5, 5, 1, 72),
  default: plan(8, 8, 2, 600),
  gate: plan(12, 20, 2, 3600),
};

/**
 * Blocks of two sides per replicate. On an H200 blocks of a process vary by 0.24 % and processes by 0.37 %; on a
 * shared virtual machine blocks vary by 1 to 2.5 %, so that eight of them are what makes a process's effect
 * known as well as processes agree. (Spreads: docs/evidence.md.)
 */
const pairedBlocks: Readonly<Record<Effort, number>> = { quick: 2, default: 8, gate: 8 };

/** @param compares whether two sides are measured A B B A */
export function effortPlan(effort: Effort, compares = false): EffortPlan {
  return compares
    ? { ...efforts[effort], blocksPerReplicate: pairedBlocks[effort] }
    : efforts[effort];
}

function plan(
  minReplicates: number,
  maxReplicates: number,
  blocksPerReplicate: number,
  budgetSeconds: number,
): EffortPlan {
  return {
    minReplicates,
    maxReplicates,
    blocksPerReplicate,
    slotsPerBlock: 4,
    minSlotUs: 1000,
    targetHalfWidth: 0.0025,
    budgetSeconds,
  };
}
