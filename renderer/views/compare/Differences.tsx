import type { TacticId } from '../../../electron/contract/tactic';
import type {
  CellVerdict,
  ComparisonSummary,
} from '../../../electron/engine/verdict/comparisonSummary';
import {
  baselineTactic,
  byConcern,
  sharedBaseline,
} from '../../../electron/engine/verdict/verdictText';
import { formatRouting } from '../../../electron/engine/routing/routingText';
import { updateView } from '../../state/router';
import { Card } from '../../widgets/Card';
import { countOf, formatNumber, formatUs, NO_VALUE } from '../../../electron/engine/text/format';
import { VerdictMark } from '../../widgets/VerdictMark';
import { EffectBar, effectScale } from './EffectBar';

/** Every cell with its verdict, what concerns most first; what one side lacks stands below. */
export function Differences({ summary }: { readonly summary: ComparisonSummary }) {
  const rows = summary.cells.toSorted(byConcern);
  const scale = effectScale(summary);
  const shared = sharedBaseline(summary);
  return (
    <Card
      title="Differences"
      note="slower and wrong first; bar: 95 % interval of the speed-up, shaded: the margin"
    >
      {shared !== undefined && <p className="note">every row against {shared}</p>}
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Table of differences">
        <table className="data-table">
          <thead>
            <tr>
              <th scope="col" className="text">
                Verdict
              </th>
              <th scope="col" className="text">
                Tactic
              </th>
              <th scope="col">Batch</th>
              <th scope="col" className="text">
                Stage, routing
              </th>
              <th scope="col">A, µs</th>
              <th scope="col">B, µs</th>
              <th scope="col">Speed-up, ×</th>
              <th scope="col" className="text">
                Interval
              </th>
              <th scope="col">Replicates</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={`${row.cell.index}`}
                row={row}
                scale={scale}
                margin={summary.margin}
                against={shared === undefined ? baselineTactic(row) : undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
      {summary.missing.length > 0 && (
        <details className="missing-cells">
          <summary>{countOf(summary.missing.length, 'cell')} not on both sides</summary>
          <ul>
            {summary.missing.map((cell) => (
              <li key={`${cell.index} ${cell.unsupported ?? ''}`}>
                {cell.tacticId}, batch {cell.batchSize}: {cell.unsupported}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}

function Row(props: {
  readonly row: CellVerdict;
  /** What the row is held against; absent: the same tactic, or said above the table. */
  readonly against: TacticId | undefined;
  readonly scale: number;
  readonly margin: number;
}) {
  const { row, against, scale, margin } = props;
  const { cell, speedup, timeAUs, timeBUs, word, reason, replicates, replicatesNeeded } = row;
  // Of an open verdict the remedy says more than that its interval is wide.
  const why =
    replicatesNeeded === undefined
      ? reason
      : `${formatNumber(replicatesNeeded)} replicates would settle it`;
  return (
    <tr>
      <th scope="row" className="text">
        <VerdictMark word={word} />
        {why !== undefined && (
          <span className="verdict-reason" title={reason}>
            {why}
          </span>
        )}
      </th>
      <td className="text">
        <button
          type="button"
          className="link-button tactic-link"
          title="Show the blocks of this cell"
          onClick={() => updateView({ tab: 'distributions', cell: String(cell.index) }, 'push')}
        >
          {cell.tacticId}
        </button>
        {against !== undefined && <span className="verdict-reason">against {against}</span>}
      </td>
      <td>{formatNumber(cell.batchSize)}</td>
      <td className="text">
        {cell.stage}, {formatRouting(cell.routing)}
      </td>
      <td>{timeAUs === undefined ? NO_VALUE : formatUs(timeAUs)}</td>
      <td>{timeBUs === undefined ? NO_VALUE : formatUs(timeBUs)}</td>
      <td>{speedup === undefined ? NO_VALUE : formatNumber(speedup.ratio, 3)}</td>
      <td className="text">
        {speedup?.interval !== undefined && (
          <EffectBar word={word} speedup={speedup} scale={scale} margin={margin} />
        )}
      </td>
      <td>{formatNumber(replicates)}</td>
    </tr>
  );
}
