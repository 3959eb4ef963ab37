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
