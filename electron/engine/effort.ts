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

export function effortPlan(effort: Effort): EffortPlan {
  return efforts[effort];
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
