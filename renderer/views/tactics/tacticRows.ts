import type { VerdictWord } from '../../../electron/contract/comparison';
import type { RunPlan } from '../../../electron/contract/plan';
import type { Tactic } from '../../../electron/contract/tactic';
import type { CellStatus, CellSummary, RunSummary } from '../../../electron/engine/runSummary';
import { rooflineShare } from '../../../electron/engine/roofline';
import { formatRouting } from '../../../electron/engine/routing/routingText';
import { shortTacticLabel } from '../../../electron/engine/tacticId';
import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';

/** One cell as the table shows, sorts and filters it. */
export interface TacticRow extends FilterRow {
  readonly summary: CellSummary;
}

/** What of a cell can be filtered by, wherever its rows come from. */
export interface FilterRow {
  readonly id: string;
  readonly family: string;
  readonly instructionSet: string;
  readonly tile: string;
  readonly stage: string;
  readonly batch: number;
  readonly routing: string;
  readonly medianUs?: number | undefined;
  readonly q10Us?: number | undefined;
  readonly q90Us?: number | undefined;
  readonly regret?: number | undefined;
  /** Over the best of the baseline family in the same situation, paired by replicate. */
  readonly speedup?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
  readonly bandwidthShare?: number | undefined;
  readonly peakShare?: number | undefined;
  /** The larger of the two. */
  readonly rooflineShare?: number | undefined;
  readonly relativeError?: number | undefined;
  /** Of B against A, where this cell was compared. */
  readonly verdict?: VerdictWord | undefined;
  readonly status: CellStatus;
}

/** Rows in plan order. */
export function tacticRows(
  plan: RunPlan,
  summary: RunSummary,
  comparison?: ComparisonSummary,
): readonly TacticRow[] {
  const tactics = new Map(plan.tactics.map((tactic) => [tactic.id, wordsOf(tactic)]));
  const verdicts = new Map(comparison?.cells.map(({ cell, word }) => [cell.index, word]));
  return summary.cells.map((cellSummary) => {
    const { cell, time } = cellSummary;
    return {
      summary: cellSummary,
      id: cell.tacticId,
      ...(tactics.get(cell.tacticId) ?? NO_WORDS),
      stage: cell.stage,
      batch: cell.batchSize,
      routing: formatRouting(cell.routing),
      medianUs: time?.medianUs,
      q10Us: time?.q10Us,
      q90Us: time?.q90Us,
      regret: cellSummary.regret,
      speedup: cellSummary.speedup?.ratio,
      bytesPerSecond: cellSummary.weightBytesPerSecond,
      bandwidthShare: cellSummary.bandwidthShare,
      peakShare: cellSummary.peakShare,
      rooflineShare: rooflineShare(cellSummary)?.share,
      relativeError: cellSummary.relativeError,
      verdict: verdicts.get(cell.index),
      status: cellSummary.status,
    };
  });
}

type TacticWords = Pick<FilterRow, 'family' | 'instructionSet' | 'tile'>;

const NO_WORDS: TacticWords = { family: '', instructionSet: '', tile: '' };

/** What all rows of a tactic say of it. */
function wordsOf(tactic: Tactic): TacticWords {
  const { family, instructionSet } = tactic;
  return { family, instructionSet, tile: shortTacticLabel(tactic) };
}

const SHAREABLE = ['instructionSet', 'stage', 'routing', 'status'] as const;

/** Words that every row shares: said once above the table instead of in a column. */
export function sameEverywhere(
  rows: readonly TacticRow[],
): readonly { readonly column: (typeof SHAREABLE)[number]; readonly word: string }[] {
  return SHAREABLE.flatMap((column) => {
    const words = new Set(rows.map((row) => row[column]));
    const [word] = words;
    // A status has its reason beside it, which may differ.
    const alone = column !== 'status' || rows.every(({ summary }) => summary.reason === undefined);
    return words.size === 1 && word !== undefined && alone ? [{ column, word }] : [];
  });
}
