import { intervalDistances, type ChartSpec } from './chartSpec';

/** One row per batch size: what Recharts reads. Absent values leave a gap in the line. */
export type ChartRow = Readonly<Record<string, number | readonly [number, number] | undefined>>;

/** Key of a series' interval distances in a row; a family's name holds no space. */
export function intervalKey(series: string): string {
  return `${series} interval`;
}

export function chartRows(spec: ChartSpec): ChartRow[] {
  return spec.xTicks.map((x) => {
    const row: Record<string, number | readonly [number, number]> = { x };
    for (const series of spec.series) {
      const point = series.points.find((candidate) => candidate.x === x);
      if (point === undefined) continue;
      row[series.key] = point.y;
      if (point.low !== undefined && point.high !== undefined) {
        row[intervalKey(series.key)] = intervalDistances(point, spec.yDomain);
      }
    }
    return row;
  });
}
