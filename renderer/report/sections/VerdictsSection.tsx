import type { Report, ReportComparison } from '../../../electron/engine/report/report';
import { sectionTitles } from '../../../electron/engine/report/sectionTitles';
import { countOf } from '../../../electron/engine/text/format';
import { byConcern, designText, sideRoles } from '../../../electron/engine/verdict/verdictText';
import { TacticId } from '../../widgets/TacticId';
import { VerdictStrip } from '../../widgets/VerdictStrip';
import { VerdictTable } from '../../widgets/VerdictTable';
import { ReportSectionFrame, WideTable } from '../ReportSectionFrame';

/** More than this nobody reads in a row; every cell is in the table of tactics. */
const MOST_ROWS = 200;

/** What to believe of the comparison, cell by cell, what concerns most first. */
export function VerdictsSection({ report }: { readonly report: Report }) {
  const { comparison } = report;
  return (
    <ReportSectionFrame title={sectionTitles.verdicts} className="report-verdicts">
      {comparison === undefined ? (
        <p>No verdict: one side was measured, and nothing else of the run to hold it against.</p>
      ) : (
        <Verdicts comparison={comparison} />
      )}
    </ReportSectionFrame>
  );
}

function Verdicts({ comparison }: { readonly comparison: ReportComparison }) {
  const { summary, sides } = comparison;
  const [a, b] = sideRoles(summary);
  const rows = summary.cells.toSorted(byConcern);
  const left = rows.length - MOST_ROWS;
  return (
    <>
      <dl className="report-sides">
        <div>
          <dt>A, {a}</dt>
          <dd className="long-name">{sides[0]}</dd>
        </div>
        <div>
          <dt>B, {b}</dt>
          <dd className="long-name">{sides[1]}</dd>
        </div>
      </dl>
      <VerdictStrip summary={summary} designSaid />
      <p className="note">
        Design: {designText(summary)}. Slower and wrong first; bar: 95 % interval of the speed-up,
        shaded: the margin.
      </p>
      <WideTable label="Table of verdicts">
        <VerdictTable
          summary={summary}
          rows={rows.slice(0, MOST_ROWS)}
          renderTactic={({ cell }) => (
            <span className="tactic-name">
              <TacticId id={cell.tacticId} />
            </span>
          )}
        />
      </WideTable>
      {left > 0 && (
        <p className="note">
          {countOf(left, 'further cell')} that concern less are in the table of tactics and the
          data.
        </p>
      )}
    </>
  );
}
