import type { Tactic, TacticId } from '../../../electron/contract/tactic';
import type {
  CellSummary,
  FamilyPoint,
  RunSummary,
  SeriesGroup,
} from '../../../electron/engine/runSummary';

export interface BestRow {
  readonly family: string;
  readonly point: FamilyPoint;
  readonly cell: CellSummary | undefined;
}

/** The fastest family's best tactic at each batch size, ascending. */
export function bestByBatch(summary: RunSummary, group: SeriesGroup): readonly BestRow[] {
  const best = new Map<number, BestRow>();
  for (const { family, points } of group.families) {
    for (const point of points) {
      const known = best.get(point.batchSize);
      if (known !== undefined && known.point.time.medianUs <= point.time.medianUs) continue;
      const cell = summary.cells.find((one) => one.cell.index === point.cell);
      best.set(point.batchSize, { family, point, cell });
    }
  }
  return [...best.values()].toSorted((a, b) => a.point.batchSize - b.point.batchSize);
}

/** The instruction set of all rows, said once instead of in each; undefined where they differ. */
export function sharedInstructionSet(
  rows: readonly BestRow[],
  tactics: ReadonlyMap<TacticId, Tactic>,
): string | undefined {
  const [first, ...others] = new Set(
    rows.map(({ point }) => tactics.get(point.tacticId)?.instructionSet),
  );
  return others.length === 0 ? first : undefined;
}
