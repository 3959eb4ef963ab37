import { JSDOM } from 'jsdom';
import { cellColumns } from '../../../electron/engine/export/columns';
import { parseCsv } from '../engine/export/parseCsv';

/** A row of the table of cells, by the names of its columns; what is absent is null. */
export type Row = Readonly<Record<string, unknown>>;

/** A table as text, row by row under its headings. */
export type TextTable = readonly Readonly<Record<string, string>>[];

/** A point of a picture, in the units of its axes. */
export interface DrawnPoint {
  /** Of its curve, as the legend has it. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export function csvRows(text: string): readonly Row[] {
  const [names = [], ...lines] = parseCsv(text);
  const types = new Map(cellColumns.map(({ name, type }) => [name, type]));
  return lines.map((line) =>
    Object.fromEntries(
      names.map((name, index) => {
        const field = line[index] ?? '';
        const value = types.get(name) === 'text' ? field : Number(field);
        return [name, field === '' ? null : value];
      }),
    ),
  );
}

/** The rows that a page holds for its script and for other programs. */
export function pageRows(page: Document): readonly Row[] {
  const { columns, rows } = JSON.parse(page.querySelector('#report-data')?.textContent ?? '') as {
    columns: { name: string }[];
    rows: unknown[][];
  }; // FORMATS.md says so, and the rows are checked
  return rows.map((row) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])),
  );
}

export function parsedPage(html: string): Document {
  return new JSDOM(html, { contentType: 'text/html' }).window.document;
}

/** A table of a page; its rows name their cell where they have one. */
export function tableOf(table: Element | null | undefined): TextTable {
  const headings = [...(table?.querySelectorAll('thead th') ?? [])].map((th) => th.textContent);
  return [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) => ({
    cell: row.getAttribute('data-cell') ?? '',
    ...Object.fromEntries(
      [...row.children].map((cell, index) => [headings[index] ?? '', cell.textContent]),
    ),
  }));
}

/** The section of a report under this heading. */
export function sectionOf(page: Document, title: string): Element | undefined {
  return [...page.querySelectorAll('section')].find(
    (section) => section.querySelector('h2')?.textContent === title,
  );
}

/** The points of a picture, read off its axes: logarithmic, with ticks that say their values. */
export function drawnPoints(svg: string): readonly DrawnPoint[] {
  const picture = parsedPicture(svg);
  const drawing = picture.querySelector('svg svg');
  const ticks = [...(drawing?.querySelectorAll('text') ?? [])].filter(
    (text) => text.querySelector('tspan') !== null,
  );
  const valuesOf = (anchor: string, place: 'x' | 'y') =>
    axisOf(
      ticks
        .filter((tick) => tick.getAttribute('text-anchor') === anchor)
        .map((tick) => [Number(tick.getAttribute(place)), numberIn(tick.textContent)]),
    );
  const [x, y] = [valuesOf('middle', 'x'), valuesOf('end', 'y')];
  const marks = [...(drawing?.querySelectorAll('g[clip-path] > path:not([fill="none"])') ?? [])];
  return marks.map((mark) => {
    const [left, top] = centreOf(mark.getAttribute('d') ?? '');
    return { name: nameOfColor(picture, mark.getAttribute('fill') ?? ''), x: x(left), y: y(top) };
  });
}

export function parsedPicture(svg: string): Document {
  return new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document;
}

export function wordsOf(picture: Document): readonly string[] {
  return [...picture.querySelectorAll('text')].map(({ textContent }) => textContent);
}

/** Width and height in pixels, from the header of a PNG. */
export function pngSize(bytes: Uint8Array): readonly [width: number, height: number] {
  const signature = [...bytes.subarray(0, 8)].map((byte) => byte.toString(16)).join(' ');
  if (signature !== '89 50 4e 47 d a 1a a') {
    throw new Error(`this is no PNG: it begins with ${signature}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [view.getUint32(16), view.getUint32(20)];
}

/** From pixels to values, through the first and the last tick; an axis of one tick has one value. */
function axisOf(ticks: readonly (readonly [pixel: number, value: number])[]) {
  const [first, last] = [ticks[0], ticks.at(-1)];
  if (first === undefined || last === undefined) {
    throw new Error('the axis has no tick');
  }
  const slope = first === last ? 0 : Math.log(last[1] / first[1]) / (last[0] - first[0]);
  return (pixel: number): number => first[1] * Math.exp(slope * (pixel - first[0]));
}

/** Of a mark: a circle of two arcs, or a diamond of four corners. */
function centreOf(path: string): readonly [x: number, y: number] {
  const [x = 0, y = 0, radius = 0] = (path.match(/-?[\d.]+/g) ?? []).map(Number);
  if (path.includes('a')) {
    return [x + radius, y];
  }
  const corners = [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)];
  const meanOf = (axis: 1 | 2): number =>
    corners.reduce((sum, corner) => sum + Number(corner[axis]), 0) / corners.length;
  return [meanOf(1), meanOf(2)];
}

/** The legend's word for a colour. */
function nameOfColor(picture: Document, color: string): string {
  const mark = picture.querySelector(`svg > g > g > path[fill="${color}"]`);
  return mark?.nextElementSibling?.textContent ?? '';
}

/** 1 234.5 × is 1234.5. */
function numberIn(text: string): number {
  return Number(text.replaceAll(/[^\d.]/g, ''));
}
