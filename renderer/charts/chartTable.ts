import type { ChartSpec } from './chartSpec';

/** A chart's data as rows: the table twin, and what is exported. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly ChartTableRow[];
}

export interface ChartTableRow {
  readonly x: number;
  /** One per series, in the chart's order; absent where nothing was measured. */
  readonly cells: readonly (ChartTableCell | undefined)[];
}

export interface ChartTableCell {
  readonly y: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly detail: string;
}

export function chartTable(spec: ChartSpec): ChartTable {
  return {
    columns: spec.series.map(({ key }) => key),
    rows: spec.xTicks.map((x) => ({
      x,
      cells: spec.series.map((series) => series.points.find((point) => point.x === x)),
    })),
  };
}

/** Comma separated, full precision, one line per batch size; a column per figure. */
export function chartCsv(spec: ChartSpec): string {
  const table = chartTable(spec);
  const header = [
    spec.xLabel,
    ...table.columns.flatMap((name) => [
      `${name} ${spec.yLabel}`,
      `${name} low`,
      `${name} high`,
      `${name} tactic`,
    ]),
  ];
  const lines = table.rows.map(({ x, cells }) => [
    String(x),
    ...cells.flatMap((cell) => [
      String(cell?.y ?? ''),
      String(cell?.low ?? ''),
      String(cell?.high ?? ''),
      cell?.detail ?? '',
    ]),
  ]);
  return [header, ...lines].map((line) => line.map(quoted).join(',')).join('\n') + '\n';
}

function quoted(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
