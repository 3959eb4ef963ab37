import type { RunDocument } from '../../../electron/contract/runFile';
import type { RunSummary } from '../../../electron/engine/runSummary';
import { Card } from '../../widgets/Card';
import { CellStatusMark } from '../../widgets/CellStatusMark';
import { runFaults } from './runFaults';

/** Cells that failed or were wrong, with tactic and reason; nothing when all went well. */
export function ProblemList(props: {
  readonly document: RunDocument;
  readonly summary: RunSummary;
}) {
  const faults = runFaults(props.document, props.summary);
  if (faults.length === 0) return null;
  return (
    <Card title="What went wrong" note="the other cells do not suffer from it">
      <ul className="faults">
        {faults.map(({ key, status, where, reason }) => (
          <li key={key}>
            <CellStatusMark status={status} /> <span className="mono">{where}</span>
            <p>{reason}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
