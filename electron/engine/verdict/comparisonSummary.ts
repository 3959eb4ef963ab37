import type { Correction, VerdictWord } from '../../contract/comparison';
import type { Cell } from '../../contract/plan';
import type { Microseconds } from '../../contract/units';
import type { Speedup } from '../runSummary';
import type { Design, Judgement } from './judge';

/** One cell of side B against the same cell, or its baseline's, of side A. */
export interface CellVerdict extends Omit<Judgement, 'interval'> {
  readonly cell: Cell;
  /** The cell of A's run that it is held against; absent where one cell has both sides. */
  readonly baseline?: Cell | undefined;
  /** Time of A over time of B: above 1 is faster. Absent where nothing was measured. */
  readonly speedup?: Speedup | undefined;
  /** Median over replicate medians of each side. */
  readonly timeAUs?: Microseconds | undefined;
  readonly timeBUs?: Microseconds | undefined;
  readonly replicates: number;
  readonly blocks: number;
  /** Blocks taken out by the validity filter, with the reason of each. */
  readonly dropped: readonly string[];
}

/** Weighted geometric mean of all cells that have a time on both sides. */
export interface HeadlineVerdict extends Omit<Judgement, 'interval'> {
  readonly speedup: Speedup;
  readonly replicates: number;
  readonly cells: number;
}

export interface ComparisonSummary {
  readonly design: Design;
  readonly correction: Correction;
  /** Change of time that counts, as a ratio: 0.005 is half a per cent. */
  readonly margin: number;
  readonly marginFloor: number;
  readonly cells: readonly CellVerdict[];
  /** The baseline against a second copy of itself, judged with the floor as margin. */
  readonly controls: readonly CellVerdict[];
  /** Controls that were called FASTER or SLOWER, which is false. */
  readonly falseControls: number;
  readonly headline?: HeadlineVerdict | undefined;
  readonly counts: Readonly<Record<VerdictWord, number>>;
  /** Smallest change that this run would find in 80 % of repetitions, from its own spread; a ratio. */
  readonly detectable?: number | undefined;
  /** Cells of the plan that one side, or both, cannot run, with the reason in the cell. */
  readonly missing: readonly Cell[];
}
