import type { ComparisonSummary } from '../../../electron/engine/verdict/comparisonSummary';
import { byConcern } from '../../../electron/engine/verdict/verdictText';
import { countOf } from '../../../electron/engine/text/format';
import { updateView } from '../../state/router';
import { Card } from '../../widgets/Card';
import { TacticId } from '../../widgets/TacticId';
import { VerdictTable } from '../../widgets/VerdictTable';

/** Every cell with its verdict, what concerns most first; what one side lacks stands below. */
export function Differences({ summary }: { readonly summary: ComparisonSummary }) {
  return (
    <Card
      title="Differences"
      note="slower and wrong first; bar: 95 % interval of the speed-up, shaded: the margin"
    >
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Table of differences">
        <VerdictTable
          summary={summary}
          rows={summary.cells.toSorted(byConcern)}
          renderTactic={({ cell }) => (
            <button
              type="button"
              className="link-button tactic-link"
              title="Show the blocks of this cell"
              onClick={() => updateView({ tab: 'distributions', cell: String(cell.index) }, 'push')}
            >
              <TacticId id={cell.tacticId} />
            </button>
          )}
        />
      </div>
      {summary.missing.length > 0 && (
        <details className="missing-cells">
          <summary>{countOf(summary.missing.length, 'cell')} not on both sides</summary>
          <ul>
            {summary.missing.map((cell) => (
              <li key={`${cell.index} ${cell.unsupported ?? ''}`}>
                <TacticId id={cell.tacticId} />, batch {cell.batchSize}: {cell.unsupported}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
