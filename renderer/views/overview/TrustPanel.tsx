import type { RunDocument } from '../../../electron/contract/runFile';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { Card } from '../../widgets/Card';
import { KeyValues } from '../../widgets/KeyValues';
import { StatusMark } from '../../widgets/StatusMark';
import { trustFacts } from './trustFacts';

/** What speaks for and against believing this run. */
export function TrustPanel(props: {
  readonly document: RunDocument;
  readonly summary: RunSummary;
}) {
  const facts = trustFacts(props.document, props.summary);
  return (
    <Card title="Can this be trusted">
      <KeyValues
        entries={facts.map(({ name, text, verdict }) => [
          name,
          <>
            {text} {verdict !== undefined && <StatusMark {...verdict} />}
          </>,
        ])}
      />
    </Card>
  );
}
