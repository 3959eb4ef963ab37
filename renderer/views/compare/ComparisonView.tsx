import { useMemo } from 'react';
import type { RunDocument } from '../../../electron/contract/runFile';
import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import { comparisonMarkdown } from '../../../electron/engine/verdict/comparisonMarkdown';
import { sideNames } from '../../../electron/engine/verdict/verdictText';
import { ChartCard } from '../../charts/ChartCard';
import { comparisonChart } from '../../charts/comparisonChart';
import { updateView, useRoute } from '../../state/router';
import { Card } from '../../widgets/Card';
import { CopyCommand } from '../../widgets/CopyCommand';
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
  const chart = useMemo(() => comparisonChart(summary, b.header.plan), [summary, b]);
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
      {tab === 'speed-up' && (
        <ChartCard
          name="comparison"
          spec={chart}
          provisional={false}
          height={360}
          empty="No cell has a time on both sides."
        />
      )}
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
      {tab === 'resources' && <SideResources runId={b.header.runId} />}
      {tab === 'environment' && <SideFacts a={a} b={b} />}
      {tab === 'markdown' && (
        <Card title="For the pull request" note="Markdown, as GitHub shows it">
          <CopyCommand command={comparisonMarkdown(summary, names)} />
        </Card>
      )}
    </>
  );
}
