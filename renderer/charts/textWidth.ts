/**
 * How wide text becomes in a picture, without a layout: pictures are also made where nothing can be measured.
 * The figures are the advance widths of DejaVu Sans, the widest of the fonts that a picture falls back to,
 * rounded up; with any other font there is room to spare.
 */
export interface TextFont {
  /** Pixels. */
  readonly size: number;
  readonly bold?: boolean;
}

const ELLIPSIS = '…';

/** Share of the font's size; the last group holds what is not in any other. */
const WIDTHS: readonly (readonly [width: number, characters: string])[] = [
  [0.2, '\u202f'],
  [0.28, "'ijl"],
  [0.32, ' ,.·IJ'],
  [0.36, '!-/:;\\|f'],
  [0.41, '()[]rt'],
  [0.53, '"*?_`csz–'],
  [0.6, 'LFkvxy'],
  [0.64, '$0123456789PTYSE{}abdeghnopquµ'],
  [0.7, 'ABCKRVXZ'],
  [0.79, '&DGHNOQU'],
  [0.84, '#+<=>^~w×≤−✕'],
  [1, '%@MWm…◌'],
];
const WIDTH_OF = new Map(
  WIDTHS.flatMap(([width, characters]) => Array.from(characters, (one) => [one, width] as const)),
);
/** Latin, Greek and Cyrillic letters beyond the table; everything above is as wide as it is high. */
const LAST_NARROW = 0x5ff;
const NARROW_WIDTH = 0.85;
const WIDE_WIDTH = 1.3;
/** A bold text over the same text in regular weight. */
const BOLD = 1.13;

/** Pixels, at most. */
export function textWidth(text: string, font: TextFont): number {
  let width = 0;
  for (const character of text) width += characterWidth(character, font);
  return width;
}

/** The text, or as much of its beginning as fits before an ellipsis. */
export function shortened(text: string, font: TextFont, width: number): string {
  let end = 0;
  let used = 0;
  const room = width - characterWidth(ELLIPSIS, font);
  for (const character of text) {
    used += characterWidth(character, font);
    if (used <= room) end += character.length;
    else if (used > width) return `${text.slice(0, end).trimEnd()}${ELLIPSIS}`;
  }
  return text;
}

/** Lines that fit, broken between words, inside a word only where it is longer than a line. */
export function wrapped(
  text: string,
  font: TextFont,
  width: number,
  mostLines: number,
): readonly string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < mostLines) {
    const isLast = lines.length === mostLines - 1;
    const line = isLast ? shortened(rest, font, width) : firstLine(rest, font, width);
    lines.push(line.trimEnd());
    rest = isLast ? '' : rest.slice(line.length).trimStart();
  }
  return lines;
}

function firstLine(text: string, font: TextFont, width: number): string {
  let used = 0;
  let end = 0;
  let lastSpace = 0;
  for (const character of text) {
    used += characterWidth(character, font);
    if (used > width && end > 0) return text.slice(0, lastSpace > 0 ? lastSpace : end);
    if (character === ' ') lastSpace = end;
    end += character.length;
  }
  return text;
}

function characterWidth(character: string, { size, bold = false }: TextFont): number {
  const code = character.codePointAt(0) ?? 0;
  const share = WIDTH_OF.get(character) ?? (code <= LAST_NARROW ? NARROW_WIDTH : WIDE_WIDTH);
  return share * size * (bold ? BOLD : 1);
}
