import { csvText } from '../../electron/engine/export/csv';
import type { ChartSpec } from './chartSpec';

/** A chart's data as rows: the table twin, and what is exported. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly ChartTableRow[];
}

/** One batch size. */
export interface ChartTableRow {
  readonly x: number;
  /** One per series, in the chart's order; absent where nothing was measured. */
  readonly cells: readonly (ChartTableCell | undefined)[];
}

/** One value, its interval where it has one, and what was measured. */
export interface ChartTableCell {
  readonly y: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly detail: string;
}

/** One row per batch size that the chart has a value for. */
export function chartTable(spec: ChartSpec): ChartTable {
  return {
    columns: spec.series.map(({ key }) => key),
    rows: spec.xTicks.map((x) => ({
      x,
      cells: spec.series.map((series) => series.points.find((point) => point.x === x)),
    })),
  };
}

/** Full precision, one line per batch size, a column per figure; the unit is in every heading. */
export function chartCsv(spec: ChartSpec): string {
  const table = chartTable(spec);
  const headings = [
    spec.xLabel,
    ...table.columns.flatMap((name) => [
      `${name}: ${spec.yLabel}`,
      `${name}: ${spec.yLabel}, interval low`,
      `${name}: ${spec.yLabel}, interval high`,
      `${name}: tactic`,
    ]),
  ];
  const rows = table.rows.map(({ x, cells }) => [
    x,
    ...cells.flatMap((cell) => [cell?.y, cell?.low, cell?.high, cell?.detail]),
  ]);
  return csvText(headings, rows);
}
