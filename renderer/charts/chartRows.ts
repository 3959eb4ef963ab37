import { intervalDistances, type ChartSpec } from './chartSpec';

/** One row per batch size: what Recharts reads. Absent values leave a gap in the line. */
export type ChartRow = Readonly<Record<string, number | readonly [number, number] | undefined>>;

/** Key of a series' value in a row: its place, because a name could be read as a path into the row. */
export function valueKey(series: number): string {
  return `value ${series}`;
}

/** Key of a series' interval distances in a row. */
export function intervalKey(series: number): string {
  return `interval ${series}`;
}

/** The values of every series by batch size, and how far their intervals reach. */
export function chartRows(spec: ChartSpec): ChartRow[] {
  return spec.xTicks.map((x) => {
    const row: Record<string, number | readonly [number, number]> = { x };
    spec.series.forEach(({ points }, index) => {
      const point = points.find((candidate) => candidate.x === x);
      if (point === undefined) return;
      row[valueKey(index)] = point.y;
      if (point.low !== undefined && point.high !== undefined) {
        row[intervalKey(index)] = intervalDistances(point, spec.yDomain);
      }
    });
    return row;
  });
}
