import type { ReactNode } from 'react';
import type { TacticId } from '../../electron/contract/tactic';
import type {
  CellVerdict,
  ComparisonSummary,
} from '../../electron/engine/verdict/comparisonSummary';
import { baselineTactic, sharedBaseline } from '../../electron/engine/verdict/verdictText';
import { formatRouting } from '../../electron/engine/routing/routingText';
import { formatNumber, formatUs, NO_VALUE } from '../../electron/engine/text/format';
import { EffectBar, effectScale } from './EffectBar';
import { Heading } from './Heading';
import { TacticId as Id } from './TacticId';
import { VerdictMark } from './VerdictMark';

interface Column {
  readonly heading: string;
  readonly text: boolean;
}

/** What every row shares is said once above the table instead. */
function headingsFor(situation: string | undefined): readonly Column[] {
  return [
    { heading: 'Verdict', text: true },
    { heading: 'Tactic', text: true },
    { heading: 'Batch', text: false },
    ...(situation === undefined ? [{ heading: 'Stage, routing', text: true }] : []),
    { heading: 'A, µs', text: false },
    { heading: 'B, µs', text: false },
    { heading: 'Speed-up, ×', text: false },
    { heading: 'Interval', text: true },
    { heading: 'Replicates', text: false },
  ];
}

function situationOf({ cell }: CellVerdict): string {
  return `${cell.stage}, ${formatRouting(cell.routing)} routing`;
}

/** Stage and routing where all rows have the same. */
function sharedSituation(rows: readonly CellVerdict[]): string | undefined {
  const [first, ...others] = new Set(rows.map(situationOf));
  return others.length === 0 ? first : undefined;
}

/** Cells with their verdicts, in the order given; bar: the interval of the speed-up against the margin. */
export function VerdictTable(props: {
  readonly summary: ComparisonSummary;
  readonly rows: readonly CellVerdict[];
  /** How a cell's tactic is shown: as text, or as a way to its blocks. */
  readonly renderTactic: (row: CellVerdict) => ReactNode;
}) {
  const { summary, rows, renderTactic } = props;
  const scale = effectScale(summary);
  const shared = sharedBaseline(summary);
  const situation = sharedSituation(rows);
  const above = [
    ...(situation === undefined ? [] : [`Every row: ${situation}`]),
    ...(shared === undefined ? [] : [`Every row against ${shared}`]),
  ];
  return (
    <>
      {above.length > 0 && <p className="note long-name">{above.join('. ')}</p>}
      <table className="data-table verdict-table">
        <thead>
          <tr>
            {headingsFor(situation).map(({ heading, text }) => (
              <th scope="col" key={heading} className={text ? 'text' : ''}>
                <Heading text={heading} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <VerdictRow
              key={row.cell.index}
              row={row}
              scale={scale}
              margin={summary.margin}
              against={shared === undefined ? baselineTactic(row) : undefined}
              tactic={renderTactic(row)}
              situation={situation === undefined ? situationOf(row) : undefined}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

function VerdictRow(props: {
  readonly row: CellVerdict;
  /** What the row is held against; absent: the same tactic, or said above the table. */
  readonly against: TacticId | undefined;
  readonly scale: number;
  readonly margin: number;
  readonly tactic: ReactNode;
  /** Absent: said above the table. */
  readonly situation: string | undefined;
}) {
  const { row, against, scale, margin, tactic, situation } = props;
  const { cell, speedup, timeAUs, timeBUs, word, reason, replicates, replicatesNeeded } = row;
  // Of an open verdict the remedy says more than that its interval is wide.
  const why =
    replicatesNeeded === undefined
      ? reason
      : `${formatNumber(replicatesNeeded)} replicates would settle it`;
  return (
    <tr data-cell={cell.index}>
      <th scope="row" className="text">
        <VerdictMark word={word} />
        {why !== undefined && (
          <span className="verdict-reason" title={reason}>
            {why}
          </span>
        )}
      </th>
      <td className="text">
        {tactic}
        {against !== undefined && (
          <span className="verdict-reason">
            against <Id id={against} />
          </span>
        )}
      </td>
      <td>{formatNumber(cell.batchSize)}</td>
      {situation !== undefined && <td className="text">{situation}</td>}
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
