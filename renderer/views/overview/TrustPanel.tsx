import type { RunDocument } from '../../../electron/contract/runFile';
import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { Card } from '../../widgets/Card';
import { KeyValues } from '../../widgets/KeyValues';
import { Sparkline } from '../../widgets/Sparkline';
import { StatusMark } from '../../widgets/StatusMark';
import { trustFacts } from './trustFacts';

/** What speaks for and against believing this run. */
export function TrustPanel(props: {
  readonly document: RunDocument;
  readonly summary: RunSummary;
  readonly comparison?: ComparisonSummary | undefined;
}) {
  const facts = trustFacts(props.document, props.summary, props.comparison);
  return (
    <Card title="Can this be trusted">
      <KeyValues
        entries={facts.map(({ name, text, trend, verdict }) => [
          name,
          <>
            {text} {trend !== undefined && <Sparkline values={trend} />}{' '}
            {verdict !== undefined && <StatusMark {...verdict} />}
          </>,
        ])}
      />
    </Card>
  );
}
