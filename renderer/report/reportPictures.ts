import type { Report } from '../../electron/engine/report/report';
import { formatRouting } from '../../electron/engine/routing/routingText';
import type { SeriesGroup } from '../../electron/engine/runSummary';
import { sourceText, type ChartExport } from '../charts/exports';
import { lineChartExport } from '../charts/lineChartExport';
import { regretExport } from '../views/tactics/regretExport';
import { regretMap } from '../views/tactics/regretMapData';
import { tacticRows } from '../views/tactics/tacticRows';
import { reportSpeedupChart, reportTimeChart } from './reportCharts';

/** One picture of a report. */
export interface ReportPicture {
  /** What it shows, fit for a file name: `speedup-layer-uniform`. */
  readonly name: string;
  readonly chart: ChartExport;
}

/** The pictures of the chosen sections, one for each stage and routing; those without data are left out. */
export function reportPictures(report: Report): readonly ReportPicture[] {
  const { summary } = report;
  const source = sourceText(report.source, summary.provisional);
  return report.sections.flatMap((section) =>
    summary.groups.flatMap((group): readonly ReportPicture[] => {
      const chart = chartOf(section, report, group, source);
      const routing = formatRouting(group.routing).replaceAll(/[^\w.]+/g, '-');
      return chart === undefined ? [] : [{ name: `${section}-${group.stage}-${routing}`, chart }];
    }),
  );
}

function chartOf(
  section: Report['sections'][number],
  report: Report,
  group: SeriesGroup,
  source: string,
): ChartExport | undefined {
  switch (section) {
    case 'speedup':
    case 'times': {
      const spec = (section === 'speedup' ? reportSpeedupChart : reportTimeChart)(report, group);
      return spec.series.length === 0 ? undefined : lineChartExport(spec, source);
    }
    case 'regrets': {
      const { plan, summary, comparison } = report;
      const map = regretMap(plan, tacticRows(plan, summary, comparison?.summary), group);
      return map.rows.length === 0 ? undefined : regretExport(map, group, source);
    }
    default:
      return undefined;
  }
}
