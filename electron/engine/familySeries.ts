import type { RunPlan } from '../contract/plan';
import { FAMILY_ORDER } from '../contract/tactic';
import type { CellSummary, FamilyPoint, FamilySeries, SeriesGroup } from './runSummary';

/** The curves of each chart: per stage and routing, the best tactic of each family by batch size. */
export function seriesGroups(plan: RunPlan, cells: readonly CellSummary[]): readonly SeriesGroup[] {
  const familyOf = new Map(plan.tactics.map((tactic) => [tactic.id, tactic.family]));
  const groups = new Map<string, CellSummary[]>();
  for (const summary of cells) {
    const { stage, routing } = summary.cell;
    const key = JSON.stringify([stage, routing]);
    const members = groups.get(key) ?? [];
    members.push(summary);
    groups.set(key, members);
  }
  return [...groups.values()].flatMap((members) => {
    const [example] = members;
    if (example === undefined) {
      return [];
    }
    const best = bestPerFamily(members, familyOf);
    const families = [...best.keys()].sort(byFamilyOrder).map((family): FamilySeries => ({
      family,
      points: [...(best.get(family)?.values() ?? [])]
        .sort((a, b) => a.cell.batchSize - b.cell.batchSize)
        .flatMap(pointOf),
    }));
    return [{ stage: example.cell.stage, routing: example.cell.routing, families }];
  });
}

type BestByBatch = Map<number, CellSummary>;

function bestPerFamily(
  members: readonly CellSummary[],
  familyOf: ReadonlyMap<string, string>,
): Map<string, BestByBatch> {
  const best = new Map<string, BestByBatch>();
  for (const summary of members) {
    const family = familyOf.get(summary.cell.tacticId);
    if (family === undefined || summary.time === undefined) {
      continue;
    }
    const byBatch = best.get(family) ?? new Map<number, CellSummary>();
    const incumbent = byBatch.get(summary.cell.batchSize)?.time?.medianUs ?? Infinity;
    if (summary.time.medianUs < incumbent) {
      byBatch.set(summary.cell.batchSize, summary);
    }
    best.set(family, byBatch);
  }
  return best;
}

function pointOf({ cell, time, speedup }: CellSummary): FamilyPoint[] {
  if (time === undefined) {
    return [];
  }
  return [
    {
      batchSize: cell.batchSize,
      tacticId: cell.tacticId,
      cell: cell.index,
      time,
      ...(speedup === undefined ? {} : { speedup }),
    },
  ];
}

/** Families the workbench knows come first and in its order; others follow by name. */
function byFamilyOrder(a: string, b: string): number {
  const order: readonly string[] = FAMILY_ORDER;
  const [placeA, placeB] = [order.indexOf(a), order.indexOf(b)];
  if (placeA >= 0 && placeB >= 0) {
    return placeA - placeB;
  }
  return placeA === placeB ? a.localeCompare(b) : placeB - placeA;
}
