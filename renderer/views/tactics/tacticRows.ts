import type { RunPlan } from '../../../electron/contract/plan';
import type { CellSummary, RunSummary } from '../../../electron/engine/runSummary';
import { formatRouting } from '../../../electron/engine/routing/routingText';
import { shortTacticLabel } from '../../../electron/engine/tacticId';

/** One cell as the table shows, sorts and filters it. */
export interface TacticRow {
  readonly summary: CellSummary;
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
  readonly relativeError?: number | undefined;
}

/** Rows in plan order. */
export function tacticRows(plan: RunPlan, summary: RunSummary): readonly TacticRow[] {
  const tactics = new Map(plan.tactics.map((tactic) => [tactic.id, tactic]));
  return summary.cells.map((cellSummary) => {
    const { cell, time } = cellSummary;
    const tactic = tactics.get(cell.tacticId);
    return {
      summary: cellSummary,
      id: cell.tacticId,
      family: tactic?.family ?? '',
      instructionSet: tactic?.instructionSet ?? '',
      tile: tactic === undefined ? '' : shortTacticLabel(tactic),
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
      relativeError: cellSummary.relativeError,
    };
  });
}

/** Words that every row shares: said once above the table instead of in a column. */
export function sameEverywhere(
  rows: readonly TacticRow[],
): readonly { readonly column: 'instructionSet' | 'stage' | 'routing'; readonly word: string }[] {
  return (['instructionSet', 'stage', 'routing'] as const).flatMap((column) => {
    const words = new Set(rows.map((row) => row[column]));
    const [word] = words;
    return words.size === 1 && word !== undefined ? [{ column, word }] : [];
  });
}
