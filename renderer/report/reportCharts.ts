import { BASELINE_FAMILY } from '../../electron/contract/tactic';
import type { Report } from '../../electron/engine/report/report';
import type { SeriesGroup } from '../../electron/engine/runSummary';
import { baselineSeries } from '../charts/baselineSeries';
import type { ChartSpec } from '../charts/chartSpec';
import { comparisonChart } from '../charts/comparisonChart';
import { speedupChart, timeChart } from '../charts/familyCharts';
import { conditionsNote, speedupInterval, timeInterval } from '../widgets/conditionsNote';

/** Speed-up against batch size: of B over A, or of the families over the baseline family of one side. */
export function reportSpeedupChart(report: Report, group: SeriesGroup): ChartSpec {
  const { plan, summary, comparison } = report;
  const family = BASELINE_FAMILY[plan.target];
  return comparison === undefined || comparison.baselineFamily === family
    ? speedupChart(group, family, conditionsNote(group, plan, summary, speedupInterval))
    : comparisonChart(comparison.summary, plan, group);
}

/** Best time of each family against batch size, and of side A where it is not a family of the run. */
export function reportTimeChart(
  { plan, summary, comparison }: Report,
  group: SeriesGroup,
): ChartSpec {
  const apart = comparison !== undefined && comparison.baselineFamily === undefined;
  return timeChart(
    group,
    conditionsNote(group, plan, summary, timeInterval),
    apart ? baselineSeries(comparison.summary, group) : undefined,
  );
}
