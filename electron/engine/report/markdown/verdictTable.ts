import { groupBy } from '../../groupBy';
import { formatRouting } from '../../routing/routingText';
import { formatUs, NO_VALUE } from '../../text/format';
import type { CellVerdict, ComparisonSummary } from '../../verdict/comparisonSummary';
import { baselineTactic, byConcern, sideRoles } from '../../verdict/verdictText';
import { figure, text, type Column } from './markdownTable';
import { codeText } from './markdownText';

/** What a pull request shows of a cell. Stage, routing and A's tactic are columns only where they differ. */
export function verdictColumns({
  cells,
  design,
}: Pick<ComparisonSummary, 'cells' | 'design'>): readonly Column<CellVerdict>[] {
  const differ = (of: (cell: CellVerdict) => unknown): boolean => new Set(cells.map(of)).size > 1;
  const routing = ({ cell }: CellVerdict): string => formatRouting(cell.routing);
  const against = (cell: CellVerdict): string => baselineTactic(cell) ?? '';
  const [a, b] = sideRoles({ design, cells });
  return [
    figure('batch size', ({ cell }) => String(cell.batchSize)),
    ...(differ(({ cell }) => cell.stage) ? [text<CellVerdict>('stage', stageOf)] : []),
    ...(differ(routing) ? [text('routing', routing)] : []),
    figure(`${a}, µs`, ({ timeAUs }) => timeText(timeAUs)),
    figure(`${b}, µs`, ({ timeBUs }) => timeText(timeBUs)),
    figure('speed-up', ({ speedup }) =>
      speedup === undefined ? NO_VALUE : `${speedup.ratio.toFixed(3)} ×`,
    ),
    text('95 % interval', ({ speedup }) =>
      speedup?.interval === undefined
        ? NO_VALUE
        : `${speedup.interval.low.toFixed(3)} to ${speedup.interval.high.toFixed(3)}`,
    ),
    text('verdict', verdictWords),
    text('tactic', ({ cell }) => codeText(cell.tacticId)),
    ...(differ(against)
      ? [text<CellVerdict>('against', (cell) => againstText(against(cell)))]
      : []),
  ];
}

/** An open verdict with what would close it. */
function verdictWords({ word, replicatesNeeded }: CellVerdict): string {
  return replicatesNeeded === undefined
    ? word
    : `${word}; ${replicatesNeeded} replicates would settle it`;
}

/** Of each stage, routing and batch size the tactic that is fastest in B. */
export function fastestCells({ cells }: Pick<ComparisonSummary, 'cells'>): readonly CellVerdict[] {
  const situations = groupBy(cells, ({ cell }) =>
    JSON.stringify([cell.stage, cell.routing, cell.batchSize]),
  );
  return [...situations.values()].map(fastest).toSorted(byBatch);
}

/** Of the cells of one situation; where none has a time, the one that concerns most. */
function fastest(cells: readonly CellVerdict[]): CellVerdict {
  const [first, ...others] = cells.toSorted(byConcern);
  if (first === undefined) {
    throw new Error('a situation has a cell');
  }
  return others.reduce(
    (best, cell) => ((cell.timeBUs ?? Infinity) < (best.timeBUs ?? Infinity) ? cell : best),
    first,
  );
}

function byBatch({ cell: a }: CellVerdict, { cell: b }: CellVerdict): number {
  const situation = ({ stage, routing }: typeof a): string => `${stage} ${formatRouting(routing)}`;
  return situation(a).localeCompare(situation(b)) || a.batchSize - b.batchSize;
}

function stageOf({ cell }: CellVerdict): string {
  return cell.stage;
}

/** Empty where A runs the same tactic. */
function againstText(tacticId: string): string {
  return tacticId === '' ? 'the same' : codeText(tacticId);
}

function timeText(us: number | undefined): string {
  return us === undefined ? NO_VALUE : formatUs(us);
}
