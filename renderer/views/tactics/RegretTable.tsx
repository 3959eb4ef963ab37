import { Fragment } from 'react';
import { FamilyName } from '../../widgets/FamilyName';
import { formatPercent } from '../../../electron/engine/text/format';
import { REGRET_LEGEND, STATUS_MARKS } from './regretLooks';
import { cellWords, regretStep, type RegretMapData } from './regretMapData';
import type { TacticRow } from './tacticRows';

/** Pixels at most: a few wide squares are read worse than narrow ones. */
const NAME_WIDTH = 240;
const SQUARE_WIDTH = 150;

/** The map as a table, whose figures are in it; needs no store. */
export function RegretTable({ map }: { readonly map: RegretMapData }) {
  return (
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
  );
}

/** What the colours and marks of the table mean. */
export function RegretLegend() {
  return (
    <ul className="regret-legend" aria-label="Legend">
      {REGRET_LEGEND.map(({ name, color, className }) => (
        <li key={name} {...(className === undefined ? { style: { color } } : {})}>
          {className !== undefined && <span className={`swatch ${className}`} />}
          {name}
        </li>
      ))}
    </ul>
  );
}

function RegretSquare({ cell }: { readonly cell: TacticRow | undefined }) {
  if (cell === undefined) return <td />;
  const { regret, summary } = cell;
  if (regret === undefined) {
    return (
      <td className={`regret-none row-${summary.status}`} title={cellWords(cell)}>
        <span aria-hidden="true">{STATUS_MARKS[summary.status]}</span>
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
