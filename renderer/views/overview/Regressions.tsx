import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import { byConcern } from '../../../electron/engine/verdict/verdictText';
import type { RunPlan } from '../../../electron/contract/plan';
import { cliCommand } from '../../state/cliCommand';
import { formatRoute } from '../../state/route';
import { Card } from '../../widgets/Card';
import { CopyCommand } from '../../widgets/CopyCommand';
import { countOf, formatNumber } from '../../../electron/engine/text/format';
import { VerdictMark } from '../../widgets/VerdictMark';

const MOST = 5;

/** The cells that speak against landing, worst first; nothing where there is none. */
export function Regressions(props: {
  readonly comparison: ComparisonSummary;
  readonly plan: RunPlan;
  readonly runId: string;
}) {
  const { comparison, plan, runId } = props;
  const worst = comparison.cells
    .filter(({ word }) => word === 'SLOWER' || word === 'INCORRECT')
    .toSorted(byConcern);
  if (worst.length === 0) return null;
  const shown = worst.slice(0, MOST);
  return (
    <Card
      title="Largest regressions"
      note={`${shown.length === worst.length ? 'all' : `${MOST} of ${countOf(worst.length, 'cell')}`}, worst first`}
    >
      <ul className="regressions">
        {shown.map(({ cell, word, speedup, reason }) => (
          <li key={cell.index}>
            <VerdictMark word={word} />{' '}
            {speedup === undefined ? reason : `${formatNumber(speedup.ratio, 3)} ×`}
            <span className="regression-cell">
              {cell.tacticId}, {cell.stage}, batch {formatNumber(cell.batchSize)}
            </span>
            <a
              href={formatRoute({
                place: 'compare',
                runId,
                view: { tab: 'distributions', cell: String(cell.index) },
              })}
            >
              Open its blocks
            </a>
          </li>
        ))}
      </ul>
      <details>
        <summary>Measure them again</summary>
        <CopyCommand
          command={cliCommand({
            ...plan,
            cells: shown.map(({ cell }) => cell),
            ...(shown[0] === undefined || shown.length > 1
              ? {}
              : { tacticFilter: shown[0].cell.tacticId }),
          })}
        />
      </details>
    </Card>
  );
}
