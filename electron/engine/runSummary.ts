import type { Cell } from '../contract/plan';
import type { Stage } from '../contract/problem';
import type { RoutingSpec } from '../contract/routing';
import type { TacticId } from '../contract/tactic';
import type { Bytes, BytesPerSecond, FlopsPerSecond, Microseconds } from '../contract/units';

/** What a run file says, cell by cell: what every table and chart shows. */
export interface RunSummary {
  readonly cells: readonly CellSummary[];
  /** One group per stage and routing, in plan order: what one chart shows. */
  readonly groups: readonly SeriesGroup[];
  /** Replicates that have finished. */
  readonly finishedReplicates: number;
  /** Whether the run is still going or was interrupted: every figure may still move. */
  readonly provisional: boolean;
}

export type CellStatus = 'unsupported' | 'waiting' | 'measured' | 'incorrect' | 'failed';

export interface CellSummary {
  readonly cell: Cell;
  readonly status: CellStatus;
  /** Why there is no time, in words. */
  readonly reason?: string | undefined;
  /** Absent unless `status` is 'measured'. */
  readonly time?: TimeEstimate | undefined;
  /** Against the best measured cell of the same batch size, routing and stage: 0 is the best. */
  readonly regret?: number | undefined;
  /** In its situation: in the tie set of the best, or chosen from it by the rule of a tune. */
  readonly standing?: 'tied' | 'chosen' | undefined;
  /** Against the baseline family's best cell in the same situation; absent where it cannot be said. */
  readonly speedup?: Speedup | undefined;
  /** Worst relative error against the oracle over the replicates. */
  readonly relativeError?: number | undefined;
  readonly weightBytes?: Bytes | undefined;
  readonly weightBytesPerSecond?: BytesPerSecond | undefined;
  /** Of the read bandwidth measured when the run began. */
  readonly bandwidthShare?: number | undefined;
  /** A multiply and an add are two; of the products alone, without routing and activation. */
  readonly flopsPerSecond?: FlopsPerSecond | undefined;
  /** Of the compute peak measured when the run began. */
  readonly peakShare?: number | undefined;
}

/** Median over replicate medians, with an order-statistic interval over replicates. */
export interface TimeEstimate {
  readonly medianUs: Microseconds;
  /** Absent with fewer than two replicates. */
  readonly interval?: Interval | undefined;
  /** 10th and 90th percentile over slots. */
  readonly q10Us: Microseconds;
  readonly q90Us: Microseconds;
  readonly replicates: number;
  readonly blocks: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Probability that the interval covers the true value: 0.95, or what so few replicates can give. */
  readonly coverage: number;
}

/** Baseline time over this time, paired by replicate: above 1 is faster. */
export interface Speedup {
  readonly ratio: number;
  /** Absent with fewer than two replicates. */
  readonly interval?: Interval | undefined;
}

export interface SeriesGroup {
  readonly stage: Stage;
  readonly routing: RoutingSpec;
  readonly families: readonly FamilySeries[];
}

export interface FamilySeries {
  readonly family: string;
  /** By batch size, ascending; only batch sizes with a measured cell. */
  readonly points: readonly FamilyPoint[];
}

/** The best tactic of a family at one batch size. */
export interface FamilyPoint {
  readonly batchSize: number;
  readonly tacticId: TacticId;
  readonly cell: number;
  readonly time: TimeEstimate;
  /** Baseline family's best time over this time, paired by replicate; absent where it cannot be said. */
  readonly speedup?: Speedup | undefined;
}
