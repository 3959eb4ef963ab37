import type { RunPlan } from '../../electron/contract/plan';
import { formatRouting } from '../../electron/engine/routing/routingText';
import type { SeriesGroup } from '../../electron/engine/runSummary';
import { formatNumber } from '../../electron/engine/text/format';
import type {
  CellVerdict,
  ComparisonSummary,
} from '../../electron/engine/verdict/comparisonSummary';
import { groupName } from '../state/selectors';
import { familyLook } from '../theme/familyLook';
import { showable, type ChartPoint, type ChartSeries, type ChartSpec } from './chartSpec';
import { axes, extremes, formatTick } from './familyCharts';

/** Which cells of a comparison one chart shows. */
export type ComparedGroup = Pick<SeriesGroup, 'stage' | 'routing'>;

/**
 * Speed-up of B against batch size, one line per family: its fastest tactic of side B.
 *
 * @param group the stage and routing to show; undefined: all cells, for a comparison that has only one
 */
export function comparisonChart(
  summary: ComparisonSummary,
  plan: RunPlan,
  group: ComparedGroup | undefined,
): ChartSpec {
  const series = seriesOf(
    summary.cells.filter(({ cell }) => group === undefined || isInGroup(cell, group)),
    plan,
  );
  const band = { low: 1 / (1 + summary.margin), high: 1 + summary.margin };
  const where = group === undefined ? '' : `${groupName(group)} routing, `;
  return {
    title: 'Speed-up of B over A by batch size',
    note: `${where}fastest tactic of each family on side B; bars: 95 % intervals; shaded: the margin of ${formatNumber(100 * summary.margin, 2)} %`,
    yLabel: 'speed-up of B over A, ×',
    formatY: (value) => formatNumber(value, 3),
    formatTick: (value) => `${formatTick(value)} ×`,
    ySuffix: ' ×',
    reference: { value: 1, label: 'A' },
    band,
    series,
    annotations: extremes(series),
    ...axes(series, [1, band.low, band.high]),
  };
}

/** Whether a cell is of a group's stage and routing. */
export function isInGroup({ stage, routing }: ComparedGroup, group: ComparedGroup): boolean {
  return stage === group.stage && formatRouting(routing) === formatRouting(group.routing);
}

interface FastestPoint {
  readonly timeUs: number;
  readonly point: ChartPoint;
}

function seriesOf(cells: readonly CellVerdict[], plan: RunPlan): readonly ChartSeries[] {
  const familyOf = new Map(plan.tactics.map(({ id, family }) => [id, family]));
  return [...new Set(familyOf.values())].flatMap((family) => {
    const points = fastestByBatch(
      cells.filter(({ cell }) => familyOf.get(cell.tacticId) === family),
    );
    return points.length === 0 ? [] : [{ key: family, ...familyLook(family), points }];
  });
}

/** By batch size, ascending: the cell whose time on side B is shortest. */
function fastestByBatch(cells: readonly CellVerdict[]): readonly ChartPoint[] {
  const fastest = new Map<number, FastestPoint>();
  for (const verdict of cells) {
    const { timeBUs } = verdict;
    const point = pointOf(verdict);
    if (point === undefined || timeBUs === undefined || !showable(point)) continue;
    const known = fastest.get(point.x);
    if (known === undefined || timeBUs < known.timeUs)
      fastest.set(point.x, { timeUs: timeBUs, point });
  }
  return [...fastest.values()].map(({ point }) => point).toSorted((one, other) => one.x - other.x);
}

function pointOf({ cell, speedup, word }: CellVerdict): ChartPoint | undefined {
  if (speedup === undefined) return undefined;
  const { ratio, interval } = speedup;
  return {
    x: cell.batchSize,
    y: ratio,
    low: interval?.low,
    high: interval?.high,
    detail: `${cell.tacticId}, ${word}`,
  };
}
