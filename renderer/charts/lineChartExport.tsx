import type { ChartSpec } from './chartSpec';
import { chartCsv } from './chartTable';
import type { ChartExport } from './exports';
import type { LegendEntry } from './legend';
import { LogLineChart } from './LogLineChart';

const SIZE = { width: 860, height: 360 };

/** A chart of lines for export. @param source where its figures come from */
export function lineChartExport(spec: ChartSpec, source: string): ChartExport {
  return {
    title: spec.title,
    note: spec.note,
    legend: legendOf(spec),
    source,
    ...SIZE,
    draw: () => <LogLineChart spec={spec} {...SIZE} />,
    csv: () => chartCsv(spec),
  };
}

function legendOf({ series, reference, band }: ChartSpec): readonly LegendEntry[] {
  return [
    ...series.map(({ key, color, shape }) => ({ name: key, color, shape })),
    ...(reference === undefined
      ? []
      : [
          {
            name: `${reference.label}, the baseline`,
            color: 'var(--family-natural)',
            shape: 'line' as const,
          },
        ]),
    ...(band === undefined ? [] : [{ name: 'margin', color: 'var(--chip)' }]),
  ];
}
