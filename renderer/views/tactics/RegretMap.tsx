import { Fragment, type ReactNode } from 'react';
import type { RunPlan } from '../../../electron/contract/plan';
import type { SeriesGroup } from '../../../electron/engine/runSummary';
import { groupName } from '../../state/selectors';
import { Card } from '../../widgets/Card';
import { FamilyName } from '../../widgets/FamilyName';
import { countOf, formatPercent } from '../../../electron/engine/text/format';
import { cellWords, REGRET_LABELS, regretMap, regretStep } from './regretMapData';
import type { TacticRow } from './tacticRows';

const MARKS: Record<TacticRow['summary']['status'], string> = {
  measured: '',
  waiting: '◌',
  unsupported: '×',
  incorrect: '!',
  failed: '✕',
};

/** Pixels at most: a few wide squares are read worse than narrow ones. */
const NAME_WIDTH = 240;
const SQUARE_WIDTH = 150;

/** How far each tactic is from the best, by batch size. It is a table: its figures are in it. */
export function RegretMap(props: {
  readonly plan: RunPlan;
  readonly rows: readonly TacticRow[];
  readonly group: SeriesGroup;
  readonly mark: ReactNode;
}) {
  const { plan, rows, group, mark } = props;
  const map = regretMap(plan, rows, group);
  if (map.rows.length === 0) return null;
  return (
    <Card
      title="How far each tactic is from the best, by batch size"
      note={`${groupName(group)} routing; regret in per cent; batch size in tokens${leftOut(map.hidden)}`}
      mark={mark}
      actions={<Legend />}
    >
      <div className="regret-scroll" tabIndex={0} role="region" aria-label="Map of regrets">
        <table
          className="regret-map"
          style={{ maxWidth: NAME_WIDTH + map.batchSizes.length * SQUARE_WIDTH }}
        >
          <thead>
            <tr>
              <th scope="col">Tactic</th>
              {map.batchSizes.map((batch) => (
                <th scope="col" key={batch}>
                  {batch}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {map.rows.map((row, index) => (
              <Fragment key={row.tacticId}>
                {row.family !== map.rows[index - 1]?.family && (
                  <tr className="regret-family">
                    <th scope="rowgroup" colSpan={map.batchSizes.length + 1}>
                      <FamilyName family={row.family} />
                    </th>
                  </tr>
                )}
                <tr>
                  <th scope="row" title={row.tacticId}>
                    {row.label}
                  </th>
                  {row.cells.map((cell, column) => (
                    <RegretSquare key={map.batchSizes[column]} cell={cell} />
                  ))}
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function leftOut(hidden: number): string {
  return hidden === 0 ? '' : `; ${countOf(hidden, 'tactic')} further from the best left out`;
}

function RegretSquare({ cell }: { readonly cell: TacticRow | undefined }) {
  if (cell === undefined) return <td />;
  const { regret, summary } = cell;
  if (regret === undefined) {
    return (
      <td className={`regret-none row-${summary.status}`} title={cellWords(cell)}>
        <span aria-hidden="true">{MARKS[summary.status]}</span>
        <span className="visually-hidden">{cellWords(cell)}</span>
      </td>
    );
  }
  const standing = summary.standing === undefined ? '' : `regret-${summary.standing}`;
  return (
    <td className={`regret-${regretStep(regret)} ${standing}`} title={cellWords(cell)}>
      {formatPercent(regret)}
      {summary.standing !== undefined && (
        <span className="visually-hidden">, {summary.standing}</span>
      )}
    </td>
  );
}

function Legend() {
  return (
    <ul className="regret-legend" aria-label="Legend">
      {REGRET_LABELS.map((label, step) => (
        <li key={label}>
          <span className={`swatch regret-${step}`} />
          {label}
        </li>
      ))}
      <li>
        <span className="swatch regret-0 regret-tied" />
        as good as the best
      </li>
      <li>
        <span className="swatch regret-0 regret-chosen" />
        chosen
      </li>
      <li>× unsupported</li>
      <li>! incorrect</li>
    </ul>
  );
}
