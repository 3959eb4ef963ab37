import { placedLegend, type LegendEntry } from './legend';
import { svgTag } from './svgTag';
import { escapeXml, SVG_NAMESPACE } from './svgXml';
import { wrapped, type TextFont } from './textWidth';

/** A drawing and the words around it. */
export interface PictureDescription {
  readonly title: string;
  readonly note: string;
  readonly legend: readonly LegendEntry[];
  readonly source: string;
  /** Text of one svg element, as `drawSvg` writes it. */
  readonly drawing: string;
  /** Pixels of the drawing. */
  readonly width: number;
  readonly height: number;
}

interface TextStyle extends TextFont {
  readonly lineHeight: number;
  readonly color: string;
  /** Longer text ends with an ellipsis. */
  readonly mostLines: number;
}

/** First choice as in the window; a picture brings no font along. */
const FONT_FAMILY = "Inter, 'Segoe UI', system-ui, sans-serif";
const PADDING = 16;
const GAP = 8;
/** A narrower drawing leaves the words around it this much room. */
const LEAST_WIDTH = 560;
const TITLE = { size: 15, bold: true, lineHeight: 20, color: 'var(--ink)', mostLines: 2 };
const NOTE = { size: 12, lineHeight: 16, color: 'var(--dim)', mostLines: 8 };
const SOURCE = { size: 11, lineHeight: 15, color: 'var(--faint)', mostLines: 4 };

/** A part of the page, drawn from its own upper left corner. */
interface Part {
  readonly svg: string;
  readonly height: number;
}

/**
 * One SVG that stands alone: title, note, legend, drawing, and at the foot where the figures come from.
 *
 * @param colorOf the colour of a custom property of the theme, such as `--panel`
 */
export function chartPicture(
  description: PictureDescription,
  colorOf: (cssVariable: string) => string,
): string {
  const { title, note, legend, source, drawing, width, height } = description;
  const inner = Math.max(width, LEAST_WIDTH);
  const content = stacked([
    textPart(title, TITLE, inner),
    textPart(note, NOTE, inner),
    placedLegend(legend, inner),
    { svg: drawing, height },
    textPart(source, SOURCE, inner),
  ]);
  const size = { width: inner + 2 * PADDING, height: content.height + 2 * PADDING };
  const picture = svgTag(
    'svg',
    {
      xmlns: SVG_NAMESPACE,
      ...size,
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: 'img',
      'font-family': FONT_FAMILY,
    },
    svgTag('title', {}, escapeXml(title)) +
      svgTag('rect', { ...size, fill: 'var(--panel)' }) +
      svgTag('g', { transform: `translate(${PADDING} ${PADDING})` }, content.svg),
  );
  return withColors(picture, colorOf);
}

/** Parts below one another; one without height leaves no gap. */
function stacked(parts: readonly Part[]): Part {
  let top = 0;
  const placed = parts
    .filter(({ height }) => height > 0)
    .map(({ svg, height }) => {
      const at = top;
      top += height + GAP;
      return svgTag('g', { transform: `translate(0 ${at})` }, svg);
    });
  return { svg: placed.join(''), height: top - GAP };
}

function textPart(text: string, style: TextStyle, width: number): Part {
  const { size, bold = false, lineHeight, color } = style;
  const look = { 'font-size': size, 'font-weight': bold ? 600 : 400, fill: color };
  const lines = wrapped(text, style, width, style.mostLines);
  const svg = lines.map((line, index) =>
    svgTag('text', { x: 0, y: index * lineHeight + size, ...look }, escapeXml(line)),
  );
  return { svg: svg.join(''), height: lines.length * lineHeight };
}

/** Custom properties become colours in attributes only: quotes in text are escaped, so text is never changed. */
function withColors(picture: string, colorOf: (cssVariable: string) => string): string {
  return picture.replaceAll(
    /="var\((--[\w-]+)\)"/g,
    (_, name: string) => `="${escapeXml(colorOf(name))}"`,
  );
}
