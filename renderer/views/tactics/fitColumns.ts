import type { TacticColumn } from './tacticColumns';
import type { TacticRow } from './tacticRows';

/** What gives way first where the table is narrow; a column that is not here stays. */
const GIVING_WAY = [
  'quantiles',
  'bytesPerSecond',
  'relativeError',
  'interval',
  'instructionSet',
  'rooflineShare',
] as const;

/** Pixels that a letter of a tactic's label takes, and most that labels get before others give way. */
const LETTER = 6.4;
const WIDEST_LABEL = 200;

export interface FittedColumns {
  readonly shown: readonly TacticColumn[];
  /** Those that have given way. */
  readonly left: readonly TacticColumn[];
}

/**
 * The columns that have room side by side.
 *
 * @param width of the table, in pixels at its usual font size; undefined: not known yet
 * @param wanted ids that stay: those that the rows are sorted by
 */
export function fitColumns(
  all: readonly TacticColumn[],
  rows: readonly TacticRow[],
  width: number | undefined,
  wanted: readonly string[],
): FittedColumns {
  const label = labelWidth(rows);
  const columns = all.map((column) =>
    column.id === 'tile' ? { ...column, min: Math.max(column.min, label) } : column,
  );
  const left = new Set<string>();
  const widthOf = (): number =>
    columns.reduce((sum, { id, min }) => (left.has(id) ? sum : sum + min), 0);
  for (const id of GIVING_WAY.filter((name) => !wanted.includes(name))) {
    if (width === undefined || widthOf() <= width) break;
    left.add(id);
  }
  return {
    shown: columns.filter(({ id }) => !left.has(id)),
    left: columns.filter(({ id }) => left.has(id)),
  };
}

/** Hopper tactics of one tile are told apart by the end of their labels. */
function labelWidth(rows: readonly TacticRow[]): number {
  const letters = rows.reduce((most, { tile }) => Math.max(most, tile.length), 0);
  return Math.min(WIDEST_LABEL, 10 + letters * LETTER);
}
