import type { Domain } from './logAxis';
import { textWidth, type TextFont } from './textWidth';

/** One axis, as data. */
export interface ChartAxis {
  /** Key of the value in a row of the data. */
  readonly dataKey?: string;
  /** With the unit. */
  readonly label: string;
  readonly scale: 'linear' | 'log';
  readonly domain: Domain;
  readonly ticks: readonly number[];
  readonly format: (tick: number) => string;
}

/** Pixels. */
export interface ChartMargin {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export const AXIS_FONT = { size: 11.5 } as const satisfies TextFont;
export const X_AXIS_HEIGHT = 24;
const LEAST_Y_AXIS_WIDTH = 40;
/** Between a tick's text and the plot. */
const TICK_GAP = 12;
/** Between the texts of two ticks. */
const LEAST_GAP = 7;

/** Room for the names of both axes; `right` is for what stands beside the plot. */
export function chartMargin(right: number): ChartMargin {
  return { top: 28, right, bottom: 18, left: 0 };
}

/** As wide as the longest text at its ticks. */
export function yAxisWidth({ ticks, format }: ChartAxis): number {
  const widths = ticks.map((tick) => textWidth(format(tick), AXIS_FONT));
  return Math.ceil(Math.max(LEAST_Y_AXIS_WIDTH, ...widths) + TICK_GAP);
}

/** The ticks whose texts stand clear of each other on a horizontal axis so wide; the last always. */
export function readableTicks(axis: ChartAxis, plotWidth: number): readonly number[] {
  const { ticks, format } = axis;
  const reach = (tick: number): number => textWidth(format(tick), AXIS_FONT) / 2;
  const right = (tick: number): number => place(axis, tick) * plotWidth + reach(tick);
  const left = (tick: number): number => place(axis, tick) * plotWidth - reach(tick);
  const kept: number[] = [];
  for (const tick of ticks.toReversed()) {
    const next = kept[0];
    if (next === undefined || right(tick) + LEAST_GAP <= left(next)) kept.unshift(tick);
  }
  return kept;
}

/** Share of the axis that lies before a value. */
function place({ scale, domain: [low, high] }: ChartAxis, value: number): number {
  return scale === 'log'
    ? Math.log(value / low) / Math.log(high / low)
    : (value - low) / (high - low);
}
