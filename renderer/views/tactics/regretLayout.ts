import { textWidth } from '../../charts/textWidth';
import type { RegretMapData, RegretRow } from './regretMapData';

export const LABEL_FONT = { size: 12 } as const;
/** Pixels, with the gap to the next row. */
export const ROW_HEIGHT = 23;
const HEAD_HEIGHT = 38;
const FAMILY_HEIGHT = 25;
/** Between families. */
const FAMILY_GAP = 5;
/** Before and behind a label. */
const LABEL_ROOM = 26;
const MOST_LABEL_WIDTH = 300;
const LEAST_COLUMN_WIDTH = 56;
const MOST_COLUMN_WIDTH = 150;
/** A map of few columns is drawn about so wide. */
const USUAL_WIDTH = 720;
const BATCH_FONT = { size: 12, bold: true } as const;

/** Where the parts of a map's picture are, in pixels. */
export interface RegretLayout {
  readonly width: number;
  readonly height: number;
  readonly labelWidth: number;
  readonly columnWidth: number;
  readonly batchSizes: readonly number[];
  readonly rows: readonly PlacedRow[];
}

/** A row, and the heading of its family where it is the first of it. */
export interface PlacedRow {
  readonly row: RegretRow;
  readonly top: number;
  readonly headingTop?: number;
}

/** The picture grows with what it shows: nothing is left out or drawn over another. */
export function regretLayout({ rows, batchSizes }: RegretMapData): RegretLayout {
  const labelWidth = widthOfLabels(rows);
  const columnWidth = widthOfColumns(batchSizes, labelWidth);
  let top = HEAD_HEIGHT;
  const placed = rows.map((row, index): PlacedRow => {
    const before = rows[index - 1];
    const isFirst = row.family !== before?.family;
    const headingTop = top + (before === undefined ? 0 : FAMILY_GAP);
    if (isFirst) top = headingTop + FAMILY_HEIGHT;
    const place = { row, top, ...(isFirst ? { headingTop } : {}) };
    top += ROW_HEIGHT;
    return place;
  });
  const width = labelWidth + columnWidth * batchSizes.length;
  return { width, height: top, labelWidth, columnWidth, batchSizes, rows: placed };
}

function widthOfLabels(rows: readonly RegretRow[]): number {
  const widest = Math.max(...rows.map(({ label }) => textWidth(label, LABEL_FONT)));
  return Math.ceil(Math.min(MOST_LABEL_WIDTH, Math.max(110, widest + LABEL_ROOM)));
}

function widthOfColumns(batchSizes: readonly number[], labelWidth: number): number {
  const heads = batchSizes.map((batch) => textWidth(String(batch), BATCH_FONT) + 8);
  const even = Math.min(MOST_COLUMN_WIDTH, (USUAL_WIDTH - labelWidth) / batchSizes.length);
  return Math.ceil(Math.max(LEAST_COLUMN_WIDTH, even, ...heads));
}
