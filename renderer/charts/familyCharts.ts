import type { FamilyPoint, SeriesGroup } from '../../electron/engine/runSummary';
import { familyLook } from '../theme/familyLook';
import { formatRatio, formatUs } from '../../electron/engine/text/format';
import {
  showable,
  type ChartAnnotation,
  type ChartPoint,
  type ChartSeries,
  type ChartSpec,
} from './chartSpec';
import { logTicks, paddedDomain } from './logAxis';

const X_PADDING = 0.04;
const Y_PADDING = 0.1;

type PointOf = (point: FamilyPoint) => ChartPoint | undefined;

/**
 * Best time of each family against batch size.
 *
 * @param baseline what the run is held against, drawn first
 */
export function timeChart(group: SeriesGroup, note: string, baseline?: ChartSeries): ChartSpec {
  const series = [...(baseline === undefined ? [] : [baseline]), ...seriesOf(group, timePoint)];
  return {
    title: 'Best time by batch size',
    note:
      baseline === undefined ? note : `${note}; ${baseline.key}: side ${baseline.key}, its fastest`,
    yLabel: 'best time, µs',
    formatY: formatUs,
    formatTick: formatTick,
    ySuffix: ' µs',
    series,
    annotations: [],
    ...axes(series, []),
  };
}

/** Speed-up of each family over the baseline family against batch size, with a line at 1. */
export function speedupChart(group: SeriesGroup, baseline: string, note: string): ChartSpec {
  const others = {
    ...group,
    families: group.families.filter(({ family }) => family !== baseline),
  };
  const series = seriesOf(others, speedupPoint);
  return {
    title: `Speed-up over ${baseline} by batch size`,
    note,
    yLabel: `speed-up over ${baseline}, ×`,
    formatY: formatRatio,
    formatTick: (value) => `${formatTick(value)} ×`,
    ySuffix: ' ×',
    reference: { value: 1, label: baseline },
    series,
    annotations: extremes(series),
    ...axes(series, [1]),
  };
}

export function formatTick(value: number): string {
  return value >= 1000 ? formatUs(value) : String(value);
}

function timePoint({ batchSize, time, tacticId }: FamilyPoint): ChartPoint {
  return {
    x: batchSize,
    y: time.medianUs,
    low: time.interval?.low,
    high: time.interval?.high,
    detail: tacticId,
  };
}

function speedupPoint({ batchSize, speedup, tacticId }: FamilyPoint): ChartPoint | undefined {
  if (speedup === undefined) return undefined;
  const { ratio, interval } = speedup;
  return { x: batchSize, y: ratio, low: interval?.low, high: interval?.high, detail: tacticId };
}

function seriesOf(group: SeriesGroup, pointOf: PointOf): readonly ChartSeries[] {
  return group.families
    .map(({ family, points }) => ({
      key: family,
      ...familyLook(family),
      points: points.map(pointOf).filter((point) => point !== undefined && showable(point)),
    }))
    .map((series) => ({ ...series, points: series.points as readonly ChartPoint[] }))
    .filter(({ points }) => points.length > 0);
}

export function axes(
  series: readonly ChartSeries[],
  alsoY: readonly number[],
): Pick<ChartSpec, 'xLabel' | 'xTicks' | 'xDomain' | 'yTicks' | 'yDomain'> {
  const points = series.flatMap((one) => one.points);
  const xTicks = [...new Set(points.map(({ x }) => x))].toSorted((a, b) => a - b);
  const values = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]);
  const yDomain = paddedDomain([...values, ...alsoY], Y_PADDING);
  return {
    xLabel: 'batch size, tokens',
    xTicks,
    xDomain: paddedDomain(xTicks, X_PADDING),
    yTicks: logTicks(yDomain),
    yDomain,
  };
}

/** The best and the worst point of all series, named once each. */
export function extremes(series: readonly ChartSeries[]): readonly ChartAnnotation[] {
  const points = series.flatMap((one) => one.points).toSorted((a, b) => a.y - b.y);
  const worst = points[0];
  const best = points.at(-1);
  if (best === undefined || worst === undefined || points.length < 2) return [];
  return [
    { x: best.x, y: best.y, text: `${formatRatio(best.y)} ×, best`, place: 'above' },
    { x: worst.x, y: worst.y, text: `${formatRatio(worst.y)} ×, worst`, place: 'below' },
  ];
}
