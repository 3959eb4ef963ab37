import type { Report } from '../../../electron/engine/report/report';
import { sectionTitles } from '../../../electron/engine/report/sectionTitles';
import type { SeriesGroup } from '../../../electron/engine/runSummary';
import type { ChartSpec } from '../../charts/chartSpec';
import { groupName } from '../../state/selectors';
import { RegretLegend, RegretTable } from '../../views/tactics/RegretTable';
import { regretMap } from '../../views/tactics/regretMapData';
import { tacticRows } from '../../views/tactics/tacticRows';
import { ChartFigure } from '../ChartFigure';
import { reportSpeedupChart, reportTimeChart } from '../reportCharts';
import { ReportSectionFrame } from '../ReportSectionFrame';

/** Speed-up against batch size with intervals, a chart for each stage and routing. */
export function SpeedupSection({ report }: { readonly report: Report }) {
  return (
    <ReportSectionFrame title={sectionTitles.speedup}>
      <Charts
        report={report}
        chart={reportSpeedupChart}
        empty="No speed-up can be shown: it takes two cells to compare at one batch size."
      />
    </ReportSectionFrame>
  );
}

/** Best time of each family against batch size. */
export function TimesSection({ report }: { readonly report: Report }) {
  return (
    <ReportSectionFrame title={sectionTitles.times}>
      <Charts report={report} chart={reportTimeChart} empty="No cell of this run has a time." />
    </ReportSectionFrame>
  );
}

function Charts(props: {
  readonly report: Report;
  readonly chart: (report: Report, group: SeriesGroup) => ChartSpec;
  readonly empty: string;
}) {
  const { report, chart, empty } = props;
  return report.summary.groups.map((group) => (
    <ChartFigure key={groupName(group)} spec={chart(report, group)} empty={empty} />
  ));
}

/** How far each tactic is from the best: a table whose squares are coloured. */
export function RegretsSection({ report }: { readonly report: Report }) {
  const { plan, summary, comparison } = report;
  const rows = tacticRows(plan, summary, comparison?.summary);
  return (
    <ReportSectionFrame
      title={sectionTitles.regrets}
      note="regret in per cent by batch size, in tokens; hatched: as good as the best; outlined: what the fixed rule of a tune chooses"
    >
      <RegretLegend />
      {summary.groups.map((group) => (
        <figure key={groupName(group)} className="report-map">
          <figcaption>{groupName(group)} routing</figcaption>
          <RegretTable map={regretMap(plan, rows, group)} />
        </figure>
      ))}
    </ReportSectionFrame>
  );
}
