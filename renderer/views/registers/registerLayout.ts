import { SM90 } from '../../../electron/engine/registers/occupancy';
import type { RegisterRow } from '../../../electron/engine/registers/registerRows';
import { shortKernelLabel } from '../../../electron/engine/tacticId';
import { textWidth } from '../../charts/textWidth';

export const LABEL_FONT = { size: 12 } as const;
/** Pixels. */
export const ROW_HEIGHT = 21;
export const HEAD_HEIGHT = 34;
const WIDTH = 860;
const FAMILY_HEIGHT = 25;
/** Between families. */
const FAMILY_GAP = 5;
const LABEL_ROOM = 30;
const MOST_LABEL_WIDTH = 300;
/** Right of the bars: what consumers use, what spills. */
const FIGURES_WIDTH = 210;

/** Where the parts of the picture of registers are, in pixels. */
export interface RegisterLayout {
  readonly width: number;
  readonly height: number;
  readonly barLeft: number;
  readonly barRight: number;
  readonly rows: readonly PlacedRow[];
}

/** A row, and the heading of its family where it is the first of it. */
export interface PlacedRow {
  readonly row: RegisterRow;
  readonly label: string;
  readonly top: number;
  readonly headingTop?: number;
}

/** Rows below one another, a heading above each family. */
export function registerLayout(rows: readonly RegisterRow[]): RegisterLayout {
  let top = HEAD_HEIGHT;
  const placed = rows.map((row, index): PlacedRow => {
    const before = rows[index - 1];
    const isFirst = row.structure.family !== before?.structure.family;
    const headingTop = top + (before === undefined ? 0 : FAMILY_GAP);
    if (isFirst) top = headingTop + FAMILY_HEIGHT;
    const place = { row, label: shortKernelLabel(row.structure), top };
    top += ROW_HEIGHT;
    return isFirst ? { ...place, headingTop } : place;
  });
  const widest = Math.max(0, ...placed.map(({ label }) => textWidth(label, LABEL_FONT)));
  return {
    width: WIDTH,
    height: top,
    barLeft: Math.ceil(Math.min(MOST_LABEL_WIDTH, widest + LABEL_ROOM)),
    barRight: WIDTH - FIGURES_WIDTH,
    rows: placed,
  };
}

/** Where a number of registers is on the scale of the bars. */
export function registerX({ barLeft, barRight }: RegisterLayout, registers: number): number {
  const most = SM90.maxRegistersPerThread;
  return barLeft + ((barRight - barLeft) * Math.min(registers, most)) / most;
}
