import type { RunDocument } from '../../../electron/contract/runFile';
import { BASELINE_FAMILY } from '../../../electron/contract/tactic';
import { sourceLine } from '../../../electron/engine/report/sourceLine';
import { contestText } from '../../../electron/engine/verdict/verdictText';
import { baselineSeries } from '../../charts/baselineSeries';
import { ChartCard } from '../../charts/ChartCard';
import { comparisonChart } from '../../charts/comparisonChart';
import { speedupChart, timeChart } from '../../charts/familyCharts';
import { cliCommand } from '../../state/cliCommand';
import { useAppState } from '../../state/hooks';
import { useRoute } from '../../state/router';
import { comparisonOf, isActive, pickGroup, summaryOf } from '../../state/selectors';
import { Card } from '../../widgets/Card';
import { conditionsNote, speedupInterval, timeInterval } from '../../widgets/conditionsNote';
import { CopyCommand } from '../../widgets/CopyCommand';
import { FigureStrip } from '../../widgets/FigureStrip';
import { GroupChoice } from '../../widgets/GroupChoice';
import { OpenRun } from '../../widgets/OpenRun';
import { VerdictStrip } from '../../widgets/VerdictStrip';
import { Provisional } from '../../widgets/StatusMark';
import { BestByBatch } from './BestByBatch';
import { Regressions } from './Regressions';
import { RunBanner } from './RunBanner';
import { overviewFigures } from './overviewFigures';
import { TrustPanel } from './TrustPanel';

/** Did it get faster, and can that be trusted: one run at a glance. */
export function OverviewPlace() {
  return <OpenRun render={(document) => <Overview document={document} />} />;
}

function Overview({ document }: { readonly document: RunDocument }) {
  const { view } = useRoute();
  const { plan, runId } = document.header;
  const active = useAppState((state) => isActive(state, runId));
  const summary = summaryOf(document);
  const comparison = comparisonOf(document);
  const group = pickGroup(summary, view['group']);
  const baseline = BASELINE_FAMILY[plan.target];
  const source = sourceLine(document);
  const mark = summary.provisional ? <Provisional /> : undefined;
  return (
    <div className="overview">
      <h1 className="visually-hidden">Overview</h1>
      <RunBanner document={document} summary={summary} active={active} />
      {comparison !== undefined && (
        <VerdictStrip
          summary={comparison}
          contest={plan.comparison && contestText(comparison, plan.comparison, plan.tactics)}
        />
      )}
      <GroupChoice summary={summary} chosen={group} />
      {group !== undefined && comparison === undefined && (
        <FigureStrip figures={overviewFigures(document, summary, group, baseline)} />
      )}
      <div className="overview-columns">
        <div className="overview-main">
          {group !== undefined && (
            <>
              {comparison === undefined ? (
                <ChartCard
                  name="speedup"
                  spec={speedupChart(
                    group,
                    baseline,
                    conditionsNote(group, plan, summary, speedupInterval),
                  )}
                  provisional={summary.provisional}
                  source={source}
                  empty={`No speed-up can be shown: it takes a cell of ${baseline} and one of another family at the same batch size.`}
                />
              ) : (
                <ChartCard
                  name="comparison"
                  spec={comparisonChart(comparison, plan, group)}
                  provisional={summary.provisional}
                  source={source}
                  empty="No cell has a time on both sides."
                />
              )}
              <ChartCard
                name="times"
                spec={timeChart(
                  group,
                  conditionsNote(group, plan, summary, timeInterval),
                  comparison && baselineSeries(comparison, group),
                )}
                provisional={summary.provisional}
                source={source}
                height={270}
                empty="No cell of this run has a time."
              />
              <BestByBatch document={document} summary={summary} group={group} mark={mark} />
            </>
          )}
        </div>
        <div className="overview-side">
          {comparison !== undefined && (
            <Regressions comparison={comparison} plan={plan} runId={runId} />
          )}
          <TrustPanel document={document} summary={summary} comparison={comparison} />
          <Card title="Measure the same again" note="the command line of this plan">
            <CopyCommand command={cliCommand(plan)} />
          </Card>
        </div>
      </div>
    </div>
  );
}
