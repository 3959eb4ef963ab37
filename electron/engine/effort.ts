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
 * What two sides change of that. On an H200 blocks of a process vary by 0.24 % and processes by 0.37 %: eight
 * replicates are precise enough, and the run stops there. On a shared virtual machine blocks vary by 1 to
 * 2.5 % and processes by 1.3 %: eight blocks make a process's effect known as well as processes agree,
 * and it takes some sixty replicates to tell 1 % from a margin of half a per cent. The budget bounds both.
 * (Spreads: verdict/EVIDENCE.md.)
 */
const paired: Readonly<Record<Effort, Partial<EffortPlan>>> = {
  quick: { blocksPerReplicate: 2 },
  default: { blocksPerReplicate: 8, maxReplicates: 64 },
  gate: { blocksPerReplicate: 8, maxReplicates: 128 },
};

/** @param compares whether two sides are measured A B B A */
export function effortPlan(effort: Effort, compares = false): EffortPlan {
  return compares ? { ...efforts[effort], ...paired[effort] } : efforts[effort];
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
