import type { VerdictWord } from './comparison';
import type { Environment } from './machine';
import type { MoeProblem, Stage, Target } from './problem';
import type { RoutingSpec } from './routing';
import type { TacticId } from './tactic';
import type { IsoTime, Microseconds } from './units';

/** Raised whenever a field of the file changes its meaning. */
export const TACTIC_CACHE_SCHEMA_VERSION = 1;

/** What `tune` writes: which tactic to run at each batch size, and how that is known. */
export interface TacticCache {
  readonly format: 'moe-tactics';
  readonly schemaVersion: number;
  readonly createdAt: IsoTime;
  readonly problem: MoeProblem;
  readonly target: Target;
  readonly seed: number;
  readonly environment: Environment;
  readonly entries: readonly TacticCacheEntry[];
}

export interface TacticCacheEntry {
  readonly stage: Stage;
  readonly routing: RoutingSpec;
  readonly batchSize: number;
  readonly gemm1TacticId: TacticId;
  readonly gemm2TacticId: TacticId;
  /** Every choice within 1 % of the best, or not shown to be further behind; the chosen one among them. */
  readonly tieSet: readonly TacticId[];
  /** From replicates that took no part in choosing. */
  readonly medianUs: Microseconds;
  /** Time of the default tactic over the chosen one's, A B B A on the same replicates. */
  readonly speedupOverDefault: {
    readonly ratio: number;
    readonly low?: number;
    readonly high?: number;
  };
  readonly verdict: VerdictWord;
  readonly replicates: number;
  /** Measures exactly this choice again. */
  readonly replayCommand: string;
}
