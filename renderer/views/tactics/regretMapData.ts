import type { RunPlan } from '../../../electron/contract/plan';
import type { SeriesGroup } from '../../../electron/engine/runSummary';
import { formatRouting } from '../../../electron/engine/routing/routingText';
import { formatPercent } from '../../../electron/engine/text/format';
import { sameEverywhere, type TacticRow } from './tacticRows';

/** Upper limits of the colour steps, in shares; the last step has none. Fixed in every map. */
export const REGRET_LIMITS = [0.005, 0.01, 0.02, 0.05, 0.1] as const;
export const REGRET_LABELS = ['≤ 0.5 %', '≤ 1 %', '≤ 2 %', '≤ 5 %', '≤ 10 %', 'slower'] as const;

/** More rows than this are no map any more, and slow to draw. */
const MOST_ROWS = 60;

export interface RegretRow {
  readonly tacticId: string;
  readonly family: string;
  readonly label: string;
  /** One per batch size, in order; absent: not in the plan or filtered out. */
  readonly cells: readonly (TacticRow | undefined)[];
}

export interface RegretMapData {
  /** Tactics that are left out because there are too many to be looked at. */
  readonly hidden: number;
  readonly batchSizes: readonly number[];
  readonly rows: readonly RegretRow[];
}

/** Step of the legend for a regret. */
export function regretStep(regret: number): number {
  const step = REGRET_LIMITS.findIndex((limit) => regret <= limit + 1e-12);
  return step < 0 ? REGRET_LIMITS.length : step;
}

/** Tactics x batch sizes of one stage and routing, families together, the best family first. */
export function regretMap(
  plan: RunPlan,
  rows: readonly TacticRow[],
  group: SeriesGroup,
): RegretMapData {
  const routing = formatRouting(group.routing);
  const own = rows.filter((row) => row.stage === group.stage && row.routing === routing);
  const batchSizes = [...new Set(own.map(({ batch }) => batch))].toSorted((a, b) => a - b);
  const byTactic = new Map<string, Map<number, TacticRow>>();
  for (const row of own) {
    const cells = byTactic.get(row.id) ?? new Map<number, TacticRow>();
    byTactic.set(row.id, cells.set(row.batch, row));
  }
  const oneSet = sameEverywhere(own).some(({ column }) => column === 'instructionSet');
  const mapped = [...byTactic].map(([tacticId, cells]): RegretRow => {
    const first = [...cells.values()][0];
    return {
      tacticId,
      family: first?.family ?? '',
      label: labelOf(tacticId, first, oneSet),
      cells: batchSizes.map((batch) => cells.get(batch)),
    };
  });
  const shown = closestToBest(mapped);
  const families = familiesByBest(plan, shown);
  return {
    hidden: mapped.length - shown.length,
    batchSizes,
    rows: shown.toSorted((a, b) => families.indexOf(a.family) - families.indexOf(b.family)),
  };
}

/** The family that is best most often comes first, so that what was chosen is in view. */
function familiesByBest(plan: RunPlan, rows: readonly RegretRow[]): readonly string[] {
  const chosen = (family: string): number =>
    rows
      .filter((row) => row.family === family)
      .flatMap(({ cells }) => cells)
      .filter((cell) => cell?.summary.standing === 'chosen').length;
  return [...new Set(plan.tactics.map(({ family }) => family))].toSorted(
    (a, b) => chosen(b) - chosen(a),
  );
}

function smallestRegret({ cells }: RegretRow): number {
  return Math.min(...cells.map((cell) => cell?.regret ?? Infinity));
}

/** The rows whose smallest regret is smallest; all of them when they are few. */
function closestToBest(rows: readonly RegretRow[]): readonly RegretRow[] {
  if (rows.length <= MOST_ROWS) return rows;
  const nearest = new Map(rows.map((row) => [row, smallestRegret(row)]));
  return rows
    .toSorted((a, b) => (nearest.get(a) ?? Infinity) - (nearest.get(b) ?? Infinity))
    .slice(0, MOST_ROWS);
}

/** The instruction set is named only where the map has several. */
function labelOf(tacticId: string, row: TacticRow | undefined, oneSet: boolean): string {
  if (row === undefined || row.tile === '') return tacticId;
  return oneSet ? row.tile : `${row.tile}, ${row.instructionSet}`;
}

const STANDINGS = {
  tied: 'as good as the best: within 1 %, or not shown to be further behind',
  chosen: 'chosen of those that are as good, by the fixed rule of a tune',
} as const;

/** What a square says in words: read aloud, and shown when pointed at. */
export function cellWords(row: TacticRow): string {
  const { summary, regret } = row;
  if (regret === undefined)
    return `${summary.status}${summary.reason ? `: ${summary.reason}` : ''}`;
  const distance = regret === 0 ? 'best' : `${formatPercent(regret)} % slower than the best`;
  return summary.standing === undefined ? distance : `${distance}; ${STANDINGS[summary.standing]}`;
}
