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
  /** Best time of the baseline family in the same situation over this time. */
  readonly speedup?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
  readonly bandwidthShare?: number | undefined;
  readonly relativeError?: number | undefined;
}

/** Rows in plan order; baseline is the family that speed-ups refer to. */
export function tacticRows(
  plan: RunPlan,
  summary: RunSummary,
  baseline: string,
): readonly TacticRow[] {
  const tactics = new Map(plan.tactics.map((tactic) => [tactic.id, tactic]));
  const references = baselineTimes(plan, summary, baseline);
  return summary.cells.map((cellSummary) => {
    const { cell, time } = cellSummary;
    const tactic = tactics.get(cell.tacticId);
    const reference = references.get(situation(cellSummary));
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
      speedup:
        time === undefined || reference === undefined ? undefined : reference / time.medianUs,
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

function situation({ cell }: CellSummary): string {
  return `${cell.stage} ${formatRouting(cell.routing)} ${cell.batchSize}`;
}

function baselineTimes(
  plan: RunPlan,
  summary: RunSummary,
  baseline: string,
): ReadonlyMap<string, number> {
  const ids = new Set(plan.tactics.filter(({ family }) => family === baseline).map(({ id }) => id));
  const best = new Map<string, number>();
  for (const one of summary.cells) {
    if (one.time === undefined || !ids.has(one.cell.tacticId)) continue;
    const key = situation(one);
    best.set(key, Math.min(best.get(key) ?? Infinity, one.time.medianUs));
  }
  return best;
}
