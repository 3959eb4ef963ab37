import type { MarkShape } from '../theme/familyLook';
import { markPath } from './markPath';
import { svgTag } from './svgTag';
import { escapeXml } from './svgXml';
import { shortened, textWidth } from './textWidth';

/** `none`: the name says it all, e.g. `× unsupported`. */
export type LegendShape =
  MarkShape | 'line' | 'dashed' | 'swatch' | 'hatched' | 'outlined' | 'tall tick' | 'tick' | 'none';

export interface LegendEntry {
  readonly name: string;
  /** A CSS colour that may follow the theme: of the mark, or of a name without one. */
  readonly color: string;
  /** Absent: a swatch. */
  readonly shape?: LegendShape;
  /** Of the hatching or the outline on a swatch. */
  readonly ink?: string;
}

const FONT = { size: 12 };
const ROW_HEIGHT = 20;
const MARK_WIDTH = 16;
const MARK_GAP = 6;
const ENTRY_GAP = 18;
/** Slanted lines within a swatch of 16 x 12. */
const HATCHING = 'M6 0L0 6M12 0L0 12M16 2L6 12M16 8L12 12';

export interface PlacedLegend {
  readonly height: number;
  /** SVG elements; the first row's middle is half a row below 0. */
  readonly svg: string;
}

/** Marks with their names, in as many rows as the width asks for. */
export function placedLegend(entries: readonly LegendEntry[], width: number): PlacedLegend {
  let x = 0;
  let row = 0;
  const parts = entries.map((entry) => {
    const markWidth = entry.shape === 'none' ? 0 : MARK_WIDTH + MARK_GAP;
    const fill = entry.shape === 'none' ? entry.color : 'var(--dim)';
    const name = shortened(entry.name, FONT, width - markWidth);
    const entryWidth = markWidth + textWidth(name, FONT);
    if (x > 0 && x + entryWidth > width) {
      x = 0;
      row += 1;
    }
    const middle = (row + 0.5) * ROW_HEIGHT;
    const text = svgTag(
      'text',
      { x: x + markWidth, y: middle + 4, 'font-size': FONT.size, fill },
      escapeXml(name),
    );
    const mark = legendMark(entry, x, middle);
    x += entryWidth + ENTRY_GAP;
    return mark + text;
  });
  return { height: entries.length === 0 ? 0 : (row + 1) * ROW_HEIGHT, svg: parts.join('') };
}

function legendMark(entry: LegendEntry, x: number, y: number): string {
  const { shape = 'swatch', color } = entry;
  const centre = x + MARK_WIDTH / 2;
  switch (shape) {
    case 'none':
      return '';
    case 'line':
    case 'dashed': {
      const dashes = shape === 'dashed' ? { 'stroke-dasharray': '5 3' } : {};
      const path = `M${x} ${y}h${MARK_WIDTH}`;
      return svgTag('path', { d: path, stroke: color, 'stroke-width': 2, ...dashes });
    }
    case 'tick':
    case 'tall tick': {
      const half = shape === 'tick' ? 4.5 : 7.5;
      const path = `M${centre} ${y - half}v${2 * half}`;
      return svgTag('path', { d: path, stroke: color, 'stroke-width': 2 });
    }
    case 'swatch':
    case 'hatched':
    case 'outlined':
      return swatch(entry, x, y);
    case 'circle':
    case 'square':
    case 'diamond':
    case 'triangle':
      return svgTag('path', { d: markPath(shape, centre, y, 4.5), fill: color });
  }
}

function swatch({ shape, color, ink = 'var(--ink)' }: LegendEntry, x: number, y: number): string {
  const box = { x, y: y - 6, width: MARK_WIDTH, height: 12, rx: 2 };
  const filled = svgTag('rect', { ...box, fill: color, stroke: 'var(--line)' });
  if (shape === 'hatched') {
    const place = { transform: `translate(${x} ${y - 6})` };
    return filled + svgTag('path', { d: HATCHING, ...place, stroke: ink, 'stroke-opacity': 0.6 });
  }
  if (shape !== 'outlined') return filled;
  const inner = { x: x + 1, y: y - 5, width: MARK_WIDTH - 2, height: 10, rx: 1 };
  return filled + svgTag('rect', { ...inner, fill: 'none', stroke: ink, 'stroke-width': 2 });
}
