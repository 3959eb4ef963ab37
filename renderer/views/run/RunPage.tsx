import { Button } from '@mantine/core';
import type { RunDocument } from '../../../electron/contract/runFile';
import { sourceLine } from '../../../electron/engine/report/sourceLine';
import { baselineSeries } from '../../charts/baselineSeries';
import { ChartCard } from '../../charts/ChartCard';
import { timeChart } from '../../charts/familyCharts';
import { useAppState } from '../../state/hooks';
import { formatRoute } from '../../state/route';
import { useRoute } from '../../state/router';
import { comparisonOf, isActive, pickGroup, summaryOf } from '../../state/selectors';
import { Card } from '../../widgets/Card';
import { GroupChoice } from '../../widgets/GroupChoice';
import { Loading } from '../../widgets/Loading';
import { ErrorMessage } from '../../widgets/Message';
import { conditionsNote, timeInterval } from '../../widgets/conditionsNote';
import { Provisional } from '../../widgets/StatusMark';
import { LiveTable } from './LiveTable';
import { ProblemList } from './ProblemList';
import { ProgressCard } from './ProgressCard';
import { PlanSummary } from './PlanSummary';

/** One run while it is measured and after: progress, chart, table, what went wrong. */
export function RunPage({ runId }: { readonly runId: string }) {
  const opened = useAppState((state) => state.opened);
  const current = opened?.runId === runId ? opened : undefined;
  if (current === undefined || current.document.status === 'loading') {
    return <Loading what="Reading the run file" />;
  }
  if (current.document.status === 'error') {
    return (
      <ErrorMessage
        error={current.document.error}
        actions={
          <Button component="a" variant="default" size="compact-xs" href="#/run">
            Build a plan
          </Button>
        }
      />
    );
  }
  return <LoadedRun document={current.document.value} />;
}

function LoadedRun({ document }: { readonly document: RunDocument }) {
  const { runId, plan } = document.header;
  const active = useAppState((state) => isActive(state, runId));
  const { view } = useRoute();
  const summary = summaryOf(document);
  const comparison = comparisonOf(document);
  const group = pickGroup(summary, view['group']);
  const mark = summary.provisional ? <Provisional /> : undefined;
  return (
    <div className="run-page">
      <h1 className="visually-hidden">Run</h1>
      <ProgressCard document={document} summary={summary} active={active} />
      <div className="run-side">
        <PlanSummary header={document.header} />
        <ProblemList document={document} summary={summary} />
      </div>
      <div className="run-main">
        <GroupChoice summary={summary} chosen={group} />
        {group !== undefined && (
          <ChartCard
            name="times"
            spec={timeChart(
              group,
              conditionsNote(group, plan, summary, timeInterval),
              comparison && baselineSeries(comparison, group),
            )}
            provisional={summary.provisional}
            source={sourceLine(document)}
            empty={
              active
                ? 'The first point appears as soon as a tactic has passed the oracle check and its first block is timed.'
                : 'No cell of this run has a time.'
            }
          />
        )}
        <Card
          title={active ? 'Live table' : 'Cells'}
          note="every cell of the plan, fastest first within a batch size"
          mark={mark}
          actions={
            <a href={formatRoute({ place: 'tactics', runId, view: {} })}>All columns in Tactics</a>
          }
        >
          <LiveTable plan={plan} summary={summary} />
        </Card>
      </div>
    </div>
  );
}
