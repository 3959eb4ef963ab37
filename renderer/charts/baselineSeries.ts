import type { SeriesGroup } from '../../electron/engine/runSummary';
import type { ComparisonSummary } from '../../electron/engine/verdict/comparisonSummary';
import { showable, type ChartPoint, type ChartSeries } from './chartSpec';
import { isInGroup } from './comparisonChart';

/**
 * Times of side A against batch size: its fastest tactic of those that side B is held against.
 *
 * @returns undefined where nothing of the group has a time on both sides
 */
export function baselineSeries(
  { cells }: Pick<ComparisonSummary, 'cells'>,
  group: SeriesGroup,
): ChartSeries | undefined {
  const fastest = new Map<number, ChartPoint>();
  for (const { cell, baseline, timeAUs, speedup } of cells) {
    // Without a speed-up a side was wrong or has no time: what the other took is held against nothing.
    if (timeAUs === undefined || speedup === undefined || !isInGroup(cell, group)) continue;
    const detail = baseline?.tacticId ?? cell.baselineTacticId ?? cell.tacticId;
    const point = { x: cell.batchSize, y: timeAUs, detail };
    const known = fastest.get(point.x);
    if (showable(point) && (known === undefined || point.y < known.y)) fastest.set(point.x, point);
  }
  const points = [...fastest.values()].toSorted((one, other) => one.x - other.x);
  // The look of no family: which one ran on side A is said in each point.
  return points.length === 0
    ? undefined
    : { key: 'A', color: 'var(--dim)', shape: 'circle', points };
}
