import { useContext, useMemo } from 'react';
import type { Report } from '../../../electron/engine/report/report';
import { sectionTitles } from '../../../electron/engine/report/sectionTitles';
import { countOf } from '../../../electron/engine/text/format';
import { BASELINE_FAMILY } from '../../../electron/contract/tactic';
import { shownColumns } from '../../views/tactics/tacticColumns';
import { tacticRows, type TacticRow } from '../../views/tactics/tacticRows';
import { tacticsNote } from '../../views/tactics/tacticsNote';
import { Heading } from '../../widgets/Heading';
import { StaticDrawing } from '../ChartFigure';
import { ReportSectionFrame, WideTable } from '../ReportSectionFrame';
import { MOST_ROWS_AT_ONCE } from '../rowLimit';

/** Thousands of rows would make the preview slow to change. */
const MOST_PREVIEWED = 300;

/** Every cell of the run: all rows are there, for paper and for a reader without scripts. */
export function TacticsSection({ report }: { readonly report: Report }) {
  const { plan, summary, comparison } = report;
  const rows = useMemo(
    () => tacticRows(plan, summary, comparison?.summary),
    [plan, summary, comparison],
  );
  const inFile = useContext(StaticDrawing) !== undefined;
  return (
    <ReportSectionFrame
      title={sectionTitles.tactics}
      note={tacticsNote(rows, BASELINE_FAMILY[plan.target])}
    >
      <WideTable label="Table of tactics">
        <CellTable rows={rows} most={inFile ? rows.length : MOST_PREVIEWED} />
      </WideTable>
      {inFile && rows.length > MOST_ROWS_AT_ONCE && (
        <p className="report-more" hidden>
          <button type="button">Show all rows</button>
        </p>
      )}
      {!inFile && rows.length > MOST_PREVIEWED && (
        <p className="note">The file holds all {countOf(rows.length, 'cell')}.</p>
      )}
    </ReportSectionFrame>
  );
}

function CellTable(props: {
  readonly rows: readonly TacticRow[];
  /** Rows that are drawn, of those the first. */
  readonly most: number;
}) {
  const { rows, most } = props;
  // Quantiles are in the data: a page has no room for a second range.
  const columns = shownColumns(rows, 'all').filter(({ id }) => id !== 'quantiles');
  return (
    <table className="data-table cell-table">
      <thead>
        <tr>
          {columns.map(({ id, heading, text }) => (
            <th scope="col" key={id} className={text ? 'text' : undefined}>
              <Heading text={heading} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows
          .toSorted(byBatchAndTime)
          .slice(0, most)
          .map((row, place) => (
            <tr
              key={row.summary.cell.index}
              data-cell={row.summary.cell.index}
              className={place < MOST_ROWS_AT_ONCE ? undefined : 'beyond'}
            >
              {columns.map(({ id, show, title, text }) => (
                <td key={id} className={text ? 'text' : undefined} title={title?.(row)}>
                  {show(row)}
                </td>
              ))}
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** Fastest first within a batch size, as the window begins. */
function byBatchAndTime(a: TacticRow, b: TacticRow): number {
  return a.batch - b.batch || (a.medianUs ?? Infinity) - (b.medianUs ?? Infinity);
}
