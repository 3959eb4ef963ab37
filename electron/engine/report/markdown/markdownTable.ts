import { thatFit } from './markdownText';

/** Characters of a table's rows: as many as are read, of those with the usual names about a hundred. */
const TABLE_ROOM = 14_000;

/** A column of a table in GitHub's Markdown. */
export interface Column<T> {
  readonly heading: string;
  readonly alignment: 'left' | 'right';
  /** Finished Markdown of a row's cell. */
  readonly of: (row: T) => string;
}

/** A column of words. */
export function text<T>(heading: string, of: Column<T>['of']): Column<T> {
  return { heading, alignment: 'left', of };
}

/** A column of figures. */
export function figure<T>(heading: string, of: Column<T>['of']): Column<T> {
  return { heading, alignment: 'right', of };
}

/** A table with a line for each row. */
export function markdownTable<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
): readonly string[] {
  return [
    line(columns.map(({ heading }) => heading)),
    line(columns.map(({ alignment }) => (alignment === 'right' ? '---:' : '---'))),
    ...rows.map((row) => rowLine(columns, row)),
  ];
}

/** The first rows that a table has room for: names made of what must be escaped take more of it. */
export function rowsThatFit<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
  room = TABLE_ROOM,
): readonly T[] {
  return thatFit(rows, (row) => rowLine(columns, row).length + 1, room);
}

function rowLine<T>(columns: readonly Column<T>[], row: T): string {
  return line(columns.map(({ of }) => of(row)));
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
