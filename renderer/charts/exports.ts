import type { ReactElement } from 'react';
import { chartPicture } from './chartPicture';
import { drawSvg } from './drawSvg';
import type { LegendEntry } from './legend';

/** A chart as it leaves the window or goes into a report: a picture that stands alone, and its data. */
export interface ChartExport {
  readonly title: string;
  /** What is shown, under which conditions. */
  readonly note: string;
  readonly legend: readonly LegendEntry[];
  /** Where the figures come from. */
  readonly source: string;
  /** Pixels of the drawing, without what stands around it. */
  readonly width: number;
  readonly height: number;
  /** The drawing, of that size; needs no store and no layout. */
  draw(): ReactElement;
  /** The data in full precision and at full length. */
  csv(): string;
}

/**
 * The chart as SVG text with everything inside; needs a global `document` to draw in.
 *
 * @param colorOf the colour of a custom property of the theme, such as `--panel`
 */
export function pictureOf(chart: ChartExport, colorOf: (cssVariable: string) => string): string {
  return chartPicture({ ...chart, drawing: drawSvg(chart.draw()) }, colorOf);
}

/** Says in the source line that figures may still move. */
export function sourceText(source: string, provisional: boolean): string {
  return provisional ? `provisional, the run is not finished · ${source}` : source;
}
