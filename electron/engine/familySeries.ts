import type { RunPlan } from '../contract/plan';
import { BASELINE_FAMILY, FAMILY_ORDER } from '../contract/tactic';
import type { CellSummary, FamilyPoint, FamilySeries, SeriesGroup } from './runSummary';
import { ratioInterval, type RatioEstimate } from './statistics/ratioInterval';
import type { ReplicateMedians } from './timeEstimate';

/** The curves of each chart: per stage and routing, the best tactic of each family by batch size. */
export function seriesGroups(
  plan: RunPlan,
  cells: readonly CellSummary[],
  medians: readonly ReplicateMedians[],
): readonly SeriesGroup[] {
  const familyOf = new Map(plan.tactics.map((tactic) => [tactic.id, tactic.family]));
  const groups = new Map<string, CellSummary[]>();
  for (const summary of cells) {
    const { stage, routing } = summary.cell;
    const key = JSON.stringify([stage, routing]);
    groups.set(key, [...(groups.get(key) ?? []), summary]);
  }
  const baseline = BASELINE_FAMILY[plan.target];
  return [...groups.values()].flatMap((members) => {
    const [example] = members;
    if (example === undefined) {
      return [];
    }
    const best = bestPerFamily(members, familyOf);
    const reference = best.get(baseline) ?? new Map<number, CellSummary>();
    const families = [...best.keys()].sort(byFamilyOrder).map((family): FamilySeries => ({
      family,
      points: [...(best.get(family)?.values() ?? [])]
        .sort((a, b) => a.cell.batchSize - b.cell.batchSize)
        .flatMap((summary) => pointOf(summary, reference, medians)),
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

function pointOf(
  summary: CellSummary,
  reference: BestByBatch,
  medians: readonly ReplicateMedians[],
): FamilyPoint[] {
  const { cell, time } = summary;
  if (time === undefined) {
    return [];
  }
  const against = reference.get(cell.batchSize);
  const speedup =
    against === undefined
      ? undefined
      : pairedSpeedup(medians[against.cell.index], medians[cell.index]);
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

/** Baseline over this, replicate by replicate, so that what a process does to both cancels. */
function pairedSpeedup(
  baseline: ReplicateMedians | undefined,
  own: ReplicateMedians | undefined,
): RatioEstimate | undefined {
  const ratios = [...(own ?? [])].flatMap(([replicate, ownUs]) => {
    const baselineUs = baseline?.get(replicate);
    return baselineUs === undefined ? [] : [baselineUs / ownUs];
  });
  return ratios.length === 0 ? undefined : ratioInterval(ratios);
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
