import type { Domain } from './logAxis';
import type { FamilyLook } from '../theme/familyLook';

/** All that a chart shows, as data: the picture and its table twin are both made from this. */
export interface ChartSpec {
  readonly title: string;
  /** One line under the title: what is shown, under which conditions. */
  readonly note: string;
  readonly xLabel: string;
  /** With the unit. */
  readonly yLabel: string;
  readonly xTicks: readonly number[];
  readonly xDomain: Domain;
  readonly yTicks: readonly number[];
  readonly yDomain: Domain;
  readonly formatY: (value: number) => string;
  readonly formatTick: (value: number) => string;
  /** Behind every value in tooltips and tables, e.g. ` ×`. */
  readonly ySuffix: string;
  readonly reference?: { readonly value: number; readonly label: string } | undefined;
  /** Values that count as no difference, shaded behind the lines. */
  readonly band?: { readonly low: number; readonly high: number } | undefined;
  readonly series: readonly ChartSeries[];
  readonly annotations: readonly ChartAnnotation[];
}

export interface ChartSeries extends FamilyLook {
  readonly key: string;
  readonly points: readonly ChartPoint[];
}

/** Always positive and finite: a logarithmic axis cannot show anything else. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** What was measured there: the tactic. */
  readonly detail: string;
}

export interface ChartAnnotation {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly place: 'above' | 'below';
}

/** Points that a logarithmic axis can show truthfully. */
export function showable(point: ChartPoint): boolean {
  return [point.x, point.y].every((value) => Number.isFinite(value) && value > 0);
}

/**
 * Distances of an interval bar's ends from its point, both positive, clamped so that the bar ends
 * at the edge of the axis: below it a logarithmic axis has no place to draw to.
 */
export function intervalDistances(
  point: ChartPoint,
  [axisLow, axisHigh]: Domain,
): readonly [down: number, up: number] {
  if (point.low === undefined || point.high === undefined) return [0, 0];
  const low = Math.max(point.low, axisLow);
  const high = Math.min(point.high, axisHigh);
  return [Math.max(0, point.y - low), Math.max(0, high - point.y)];
}
