import { useMemo } from 'react';
import type { RunDocument } from '../../../electron/contract/runFile';
import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import { comparisonMarkdown } from '../../../electron/engine/report/markdown/comparisonMarkdown';
import { comparedSourceLine } from '../../../electron/engine/report/sourceLine';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { sideNames } from '../../../electron/engine/verdict/verdictText';
import { ChartCard } from '../../charts/ChartCard';
import { comparisonChart, isInGroup } from '../../charts/comparisonChart';
import { updateView, useRoute } from '../../state/router';
import { pickGroup, summaryOf } from '../../state/selectors';
import { Card } from '../../widgets/Card';
import { CopyBox } from '../../widgets/CopyBox';
import { GroupChoice } from '../../widgets/GroupChoice';
import { VerdictStrip } from '../../widgets/VerdictStrip';
import { CellChoice } from './CellChoice';
import { Differences } from './Differences';
import { Distributions } from './Distributions';
import { Samples } from './Samples';
import { SideResources } from './SideResources';
import { SideFacts } from './SideFacts';

const TABS = [
  'differences',
  'speed-up',
  'distributions',
  'resources',
  'environment',
  'samples',
  'markdown',
] as const;

/** One comparison, from the verdict down to the blocks it came from. */
export function ComparisonView(props: {
  readonly summary: ComparisonSummary;
  readonly a: RunDocument;
  readonly b: RunDocument;
}) {
  const { summary, a, b } = props;
  const { view } = useRoute();
  const tab = TABS.find((name) => name === view['tab']) ?? 'differences';
  const names = sideNames(a, b);
  return (
    <>
      <VerdictStrip summary={summary} />
      <div className="group-choice" role="group" aria-label="Part of the comparison">
        {TABS.filter((name) => name !== 'resources' || b.header.plan.comparison !== undefined).map(
          (name) => (
            <button
              type="button"
              key={name}
              aria-pressed={name === tab}
              onClick={() => updateView({ tab: name === 'differences' ? undefined : name }, 'push')}
            >
              {name}
            </button>
          ),
        )}
      </div>
      {tab === 'differences' && <Differences summary={summary} />}
      {tab === 'speed-up' && <SpeedUp summary={summary} a={a} b={b} />}
      {tab === 'distributions' && (
        <CellChoice
          summary={summary}
          render={(chosen) => <Distributions chosen={chosen} margin={summary.margin} a={a} b={b} />}
        />
      )}
      {tab === 'samples' && (
        <CellChoice
          summary={summary}
          render={(chosen) => <Samples chosen={chosen} a={a} b={b} />}
        />
      )}
      {tab === 'resources' && <SideResources header={b.header} />}
      {tab === 'environment' && <SideFacts a={a} b={b} />}
      {tab === 'markdown' && (
        <Card title="For the pull request" note="Markdown, as GitHub shows it">
          <CopyBox label="Markdown" text={comparisonMarkdown(summary, names)} />
        </Card>
      )}
    </>
  );
}

/** The speed-ups of one stage and routing. */
function SpeedUp(props: {
  readonly summary: ComparisonSummary;
  readonly a: RunDocument;
  readonly b: RunDocument;
}) {
  const { summary, a, b } = props;
  const { view } = useRoute();
  const compared = useMemo(() => comparedGroups(summary, summaryOf(b)), [summary, b]);
  const group = pickGroup(compared, view['group']);
  const chart = useMemo(() => comparisonChart(summary, b.header.plan, group), [summary, b, group]);
  return (
    <>
      <GroupChoice summary={compared} chosen={group} />
      <ChartCard
        name="comparison"
        spec={chart}
        provisional={summaryOf(a).provisional || compared.provisional}
        source={comparedSourceLine(a, b)}
        height={360}
        empty="No cell has a time on both sides."
      />
    </>
  );
}

/** The run with only those groups that the comparison has cells of. */
function comparedGroups({ cells }: ComparisonSummary, run: RunSummary): RunSummary {
  const has = (group: RunSummary['groups'][number]): boolean =>
    cells.some(({ cell }) => isInGroup(cell, group));
  return { ...run, groups: run.groups.filter(has) };
}
