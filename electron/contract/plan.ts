import type { ComparisonPlan, ComparisonRequest } from './comparison';
import type { MoeProblem, Stage, Target } from './problem';
import type { RoutingSpec } from './routing';
import type { Tactic, TacticId } from './tactic';
import type { Bytes, Seconds } from './units';

export const EFFORTS = ['quick', 'default', 'gate'] as const;
export type Effort = (typeof EFFORTS)[number];

/** What a person asks for; the engine turns it into a RunPlan or says what is wrong with it. */
export interface PlanRequest {
  readonly preset?: string | undefined;
  readonly problem: MoeProblem;
  readonly target: Target;
  readonly stages: readonly Stage[];
  readonly batchSizes: readonly number[];
  readonly routings: readonly RoutingSpec[];
  /**
   * Words separated by spaces or commas; a tactic is in when every word is part of its id, or, for
   * `family:x`, when its family is x; `!word` must not match. Empty: of each family every tactic of its best
   * instruction set. `*`: all.
   */
  readonly tacticFilter: string;
  /** gemm2 of every `layer` cell runs this tactic; absent: the cell's own. */
  readonly gemm2TacticId?: TacticId | undefined;
  /** 0: every hardware thread. */
  readonly threads: number;
  readonly effort: Effort;
  readonly cacheMode: CacheMode;
  readonly seed: number;
  /** Two branches are compared; absent: one is measured. */
  readonly comparison?: ComparisonRequest | undefined;
}

/** Cold: the bytes touched between two uses of a buffer are at least 5 x the last-level cache. */
export type CacheMode = 'cold' | 'hot';

/** How much is measured. Counts are per cell unless they say otherwise. */
export interface EffortPlan {
  readonly minReplicates: number;
  readonly maxReplicates: number;
  readonly blocksPerReplicate: number;
  readonly slotsPerBlock: number;
  /** A slot lasts at least this long. */
  readonly minSlotUs: number;
  /** Stop once every cell's 95 % interval is this narrow on either side, as a ratio. */
  readonly targetHalfWidth: number;
  /** No new replicate starts after this much measuring. */
  readonly budgetSeconds: Seconds;
}

/** Everything a run needs to be repeated. Immutable once the run has begun. */
export interface RunPlan {
  readonly preset?: string | undefined;
  readonly problem: MoeProblem;
  readonly target: Target;
  readonly threads: number;
  readonly effort: Effort;
  readonly effortPlan: EffortPlan;
  readonly cacheMode: CacheMode;
  readonly seed: number;
  readonly tacticFilter: string;
  /** gemm2 of every `layer` cell runs this tactic; absent: the cell's own. */
  readonly gemm2TacticId?: TacticId | undefined;
  /** Two branches are compared; absent: one is measured. */
  readonly comparison?: ComparisonPlan | undefined;
  /** The tactics that the cells name, so that a run file is complete by itself. */
  readonly tactics: readonly Tactic[];
  readonly cells: readonly Cell[];
}

/** The unit that gets a time. `index` is its place in RunPlan.cells. */
export interface Cell {
  readonly index: number;
  readonly tacticId: TacticId;
  readonly batchSize: number;
  readonly routing: RoutingSpec;
  readonly stage: Stage;
  /** A layer's gemm2 runs this tactic; absent: the plan's, or the same as gemm1. */
  readonly gemm2TacticId?: TacticId | undefined;
  /** Side A runs this tactic; absent: the same as side B. */
  readonly baselineTacticId?: TacticId | undefined;
  /** Side A against a second copy of itself. Controls come after all other cells. */
  readonly control?: true | undefined;
  /** Why this cell will not be measured, in words; absent: it will. */
  readonly unsupported?: string | undefined;
}

/** What would happen if this request were started now. */
export interface PlanPreview {
  readonly plan: RunPlan;
  readonly measurableCells: number;
  readonly memory: MemoryEstimate;
  /** A prediction from bytes, arithmetic and effort; never shown as a measurement. */
  readonly predictedSeconds: Seconds;
}

export interface MemoryEstimate {
  readonly neededBytes: Bytes;
  readonly availableBytes: Bytes;
  /** The problem's own where that fits, else one that would fit, 0 where none was found. */
  readonly largestExpertCount: number;
}
