import type { ReactNode } from 'react';
import type { RunDocument } from '../../../electron/contract/runFile';
import { rooflineShare } from '../../../electron/engine/roofline';
import type { RunSummary, SeriesGroup } from '../../../electron/engine/runSummary';
import { shortTacticLabel } from '../../../electron/engine/tacticId';
import { formatRoute } from '../../state/route';
import { groupName } from '../../state/selectors';
import { Card } from '../../widgets/Card';
import { FamilyName } from '../../widgets/FamilyName';
import { Heading } from '../../widgets/Heading';
import {
  formatPercent,
  formatRatio,
  formatRelativeError,
  formatUs,
  NO_VALUE,
} from '../../../electron/engine/text/format';
import { bestByBatch, sharedInstructionSet } from './bestByBatchData';

/** The tactic to take at each batch size. */
export function BestByBatch(props: {
  readonly document: RunDocument;
  readonly summary: RunSummary;
  readonly group: SeriesGroup;
  readonly mark: ReactNode;
}) {
  const { document, summary, group, mark } = props;
  const { plan, runId } = document.header;
  const tactics = new Map(plan.tactics.map((tactic) => [tactic.id, tactic]));
  const rows = bestByBatch(summary, group);
  const instructions = sharedInstructionSet(rows, tactics);
  // A comparison says its speed-up above, and without a measured bandwidth there is no roofline.
  const hasSpeedup = rows.some(({ point }) => point.speedup !== undefined);
  const hasRoofline = rows.some(({ cell }) => cell && rooflineShare(cell) !== undefined);
  const figures = [
    'Median, µs',
    'Interval, µs',
    ...(hasSpeedup ? ['Speed-up, ×'] : []),
    ...(hasRoofline ? ['Roofline, %'] : []),
    'Rel. error',
  ];
  return (
    <Card
      title="Best tactic at each batch size"
      note={`${instructions === undefined ? '' : `${instructions}; `}smallest median of all tactics measured; another may lie within its interval`}
      mark={mark}
      actions={
        <a href={formatRoute({ place: 'tactics', runId, view: { group: groupName(group) } })}>
          Every tactic
        </a>
      }
    >
      {rows.length === 0 ? (
        <p className="note">Nothing has a time yet.</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Best tactics">
          <table className="data-table">
            <thead>
              <tr>
                <th scope="col">Batch</th>
                <th scope="col" className="text">
                  Family
                </th>
                <th scope="col" className="text">
                  Tactic
                </th>
                {figures.map((text) => (
                  <th scope="col" key={text}>
                    <Heading text={text} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ family, point, cell }) => {
                const tactic = tactics.get(point.tacticId);
                const { interval } = point.time;
                const roofline = cell === undefined ? undefined : rooflineShare(cell);
                return (
                  <tr key={point.batchSize}>
                    <th scope="row">{point.batchSize}</th>
                    <td className="text">
                      <FamilyName family={family} />
                    </td>
                    <td className="text" title={point.tacticId}>
                      {tactic === undefined ? point.tacticId : shortTacticLabel(tactic)}
                      {instructions === undefined && tactic && `, ${tactic.instructionSet}`}
                    </td>
                    <td>{formatUs(point.time.medianUs)}</td>
                    <td>
                      {interval === undefined
                        ? 'none'
                        : `${formatUs(interval.low)} to ${formatUs(interval.high)}`}
                    </td>
                    {hasSpeedup && <td>{optional(point.speedup?.ratio, formatRatio)}</td>}
                    {hasRoofline && (
                      <td>
                        {optional(roofline?.share, formatPercent)}{' '}
                        <span className="note">{roofline?.ceiling}</span>
                      </td>
                    )}
                    <td>{optional(cell?.relativeError, formatRelativeError)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function optional(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? NO_VALUE : format(value);
}
