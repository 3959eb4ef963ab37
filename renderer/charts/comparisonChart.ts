import type { RunPlan } from '../../electron/contract/plan';
import type { ComparisonSummary } from '../../electron/engine/verdict/comparisonSummary';
import { showable, type ChartPoint, type ChartSeries, type ChartSpec } from './chartSpec';
import { axes, extremes, formatTick } from './familyCharts';
import { familyLook } from '../theme/familyLook';
import { formatNumber } from '../../electron/engine/text/format';

/** Speed-up of B against batch size, one line per family: its fastest tactic of side B. */
export function comparisonChart(summary: ComparisonSummary, plan: RunPlan): ChartSpec {
  const series = seriesOf(summary, plan);
  const band = { low: 1 / (1 + summary.margin), high: 1 + summary.margin };
  return {
    title: 'Speed-up of B over A by batch size',
    note: `fastest tactic of each family on side B; bars: 95 % intervals; shaded: the margin of ${formatNumber(100 * summary.margin, 2)} %`,
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

function seriesOf(summary: ComparisonSummary, plan: RunPlan): readonly ChartSeries[] {
  const familyOf = new Map(plan.tactics.map(({ id, family }) => [id, family]));
  const fastest = new Map<string, { readonly timeUs: number; readonly point: ChartPoint }>();
  for (const { cell, speedup, timeBUs, word } of summary.cells) {
    const family = familyOf.get(cell.tacticId);
    if (family === undefined || speedup === undefined || timeBUs === undefined) continue;
    const key = `${family}/${cell.batchSize}`;
    const point = {
      x: cell.batchSize,
      y: speedup.ratio,
      low: speedup.interval?.low,
      high: speedup.interval?.high,
      detail: `${cell.tacticId}, ${word}`,
    };
    const known = fastest.get(key);
    if (showable(point) && (known === undefined || timeBUs < known.timeUs)) {
      fastest.set(key, { timeUs: timeBUs, point });
    }
  }
  return [...new Set(familyOf.values())].flatMap((family) => {
    const points = [...fastest]
      .filter(([key]) => key.startsWith(`${family}/`))
      .map(([, { point }]) => point)
      .toSorted((one, other) => one.x - other.x);
    return points.length === 0 ? [] : [{ key: family, ...familyLook(family), points }];
  });
}
