import type { RunDocument } from '../../contract/runFile';
import type { RunSummary } from '../runSummary';
import { summariseRun } from '../summariseRun';
import { compareRun } from '../verdict/compareRun';
import type { ComparisonSummary } from '../verdict/comparisonSummary';
import { cellColumns, type CellValue } from './columns';

/** The table of cells: what CSV, JSON and Parquet hold. */
export interface CellTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly CellValue[])[];
}

/**
 * Every cell of a run with its figures; the A/A control is not among them.
 *
 * @param comparison whose contender is this run, where it is not the run's own two sides; what it says of a
 * cell stands in that cell's row
 * @param summary of the run, where it has been made already
 */
export function cellTable(
  document: RunDocument,
  comparison: ComparisonSummary | undefined = compareRun(document),
  summary: RunSummary = summariseRun(document),
): CellTable {
  const verdicts = new Map(comparison?.cells.map((verdict) => [verdict.cell.index, verdict]));
  return {
    headings: cellColumns.map(({ name }) => name),
    rows: summary.cells.map((cell) =>
      cellColumns.map(({ of }) => presentable(of(cell, verdicts.get(cell.cell.index)))),
    ),
  };
}

/** A wrong kernel's error may be NaN, which JSON cannot say and a spreadsheet misreads. */
function presentable(value: CellValue): CellValue {
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
}
