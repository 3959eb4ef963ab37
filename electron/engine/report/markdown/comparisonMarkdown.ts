import { groupBy } from '../../groupBy';
import { formatRouting } from '../../routing/routingText';
import { countOf, formatUs, NO_VALUE } from '../../text/format';
import type { CellVerdict, ComparisonSummary } from '../../verdict/comparisonSummary';
import {
  baselineTactic,
  byConcern,
  countsText,
  headlineText,
  sharedBaseline,
  trustLines,
} from '../../verdict/verdictText';
import { codeText, details, markdownTable, plainText, type Alignment } from './markdownText';

/** More rows than this are for a spreadsheet; a comment on GitHub holds 65,536 characters. */
const mostRows = 120;
const mostRegressions = 10;

/**
 * A comparison for a pull request, in GitHub's Markdown: the verdict, the fastest tactic at each batch size before
 * and after, what speaks against landing, and everything else folded away.
 */
export function comparisonMarkdown(
  summary: ComparisonSummary,
  [a, b]: readonly [a: string, b: string],
): string {
  const shared = sharedBaseline(summary);
  const rows = fastestRows(summary);
  const lines = [
    `**${headlineText(summary)}** (${countsText(summary)})`,
    '',
    `A, before: ${codeText(a)}; B, after: ${codeText(b)}`,
    ...(shared === undefined ? [] : ['', `A runs ${codeText(shared)} in every row.`]),
    '',
    ...verdictTable(rows, summary),
    '',
    `Each row is the tactic that is fastest in B${shared === undefined ? ', against the same in A unless the row says otherwise' : ''}.`,
    '',
    ...regressionLines(summary),
    ...(rows.length === summary.cells.length ? [] : [...tacticDetails(summary), '']),
    ...details(
      'Can this be trusted',
      trustLines(summary).map((line) => `- ${line}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function fastestRows(summary: ComparisonSummary): readonly CellVerdict[] {
  const situations = groupBy(summary.cells, ({ cell }) =>
    JSON.stringify([cell.stage, cell.routing, cell.batchSize]),
  );
  return [...situations.values()].map(fastest).toSorted(byBatch);
}

function byBatch({ cell: a }: CellVerdict, { cell: b }: CellVerdict): number {
  const situation = ({ stage, routing }: typeof a): string => `${stage} ${formatRouting(routing)}`;
  return situation(a).localeCompare(situation(b)) || a.batchSize - b.batchSize;
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

/** Said outside the fold: a mean may hide them. */
function regressionLines({ cells }: ComparisonSummary): readonly string[] {
  const against = cells
    .filter(({ word }) => word === 'SLOWER' || word === 'INCORRECT' || word === 'INVALID')
    .toSorted(byConcern);
  if (against.length === 0) {
    return [];
  }
  const lines = against.slice(0, mostRegressions).map(({ cell, word, speedup, reason }) => {
    const figure = speedup === undefined ? '' : `, ${speedup.ratio.toFixed(3)} ×`;
    const why = reason === undefined ? '' : `: ${plainText(reason)}`;
    return `- **${word}**${figure}: ${codeText(cell.tacticId)}, ${cell.stage}, batch size ${cell.batchSize}${why}`;
  });
  const more = against.length - lines.length;
  return [...lines, ...(more === 0 ? [] : [`- and ${more} more`]), ''];
}

function tacticDetails(summary: ComparisonSummary): readonly string[] {
  const rows = summary.cells.toSorted(byConcern);
  const left = rows.length - mostRows;
  return details(`Every tactic: ${countOf(rows.length, 'cell')}`, [
    ...verdictTable(rows.slice(0, mostRows), summary),
    ...(left <= 0 ? [] : ['', `${countOf(left, 'cell')} more, which concern less, in the CSV.`]),
  ]);
}

function verdictTable(
  cells: readonly CellVerdict[],
  summary: ComparisonSummary,
): readonly string[] {
  const columns = columnsFor(summary);
  return markdownTable(
    columns.map(({ heading, alignment }) => [heading, alignment]),
    cells.map((cell) => columns.map(({ of }) => of(cell))),
  );
}

interface Column {
  readonly heading: string;
  readonly alignment: Alignment;
  readonly of: (cell: CellVerdict) => string;
}

/** Stage, routing and the other tactic are columns only where they differ between cells. */
function columnsFor(summary: ComparisonSummary): readonly Column[] {
  const differ = (of: (cell: CellVerdict) => unknown): boolean =>
    new Set(summary.cells.map(of)).size > 1;
  const text = (heading: string, of: Column['of']): Column => ({ heading, alignment: 'left', of });
  const figure = (heading: string, of: Column['of']): Column => ({
    heading,
    alignment: 'right',
    of,
  });
  const routing = ({ cell }: CellVerdict): string => formatRouting(cell.routing);
  const against = (cell: CellVerdict): string => baselineTactic(cell) ?? '';
  return [
    figure('batch size', ({ cell }) => String(cell.batchSize)),
    ...(differ(({ cell }) => cell.stage) ? [text('stage', ({ cell }) => cell.stage)] : []),
    ...(differ(routing) ? [text('routing', routing)] : []),
    figure('before, µs', ({ timeAUs }) => timeText(timeAUs)),
    figure('after, µs', ({ timeBUs }) => timeText(timeBUs)),
    figure('speed-up', ({ speedup }) =>
      speedup === undefined ? NO_VALUE : `${speedup.ratio.toFixed(3)} ×`,
    ),
    text('95 % interval', ({ speedup }) =>
      speedup?.interval === undefined
        ? NO_VALUE
        : `${speedup.interval.low.toFixed(3)} to ${speedup.interval.high.toFixed(3)}`,
    ),
    text('verdict', ({ word }) => word),
    text('tactic', ({ cell }) => codeText(cell.tacticId)),
    ...(differ(against) ? [text('against', (cell) => codeText(against(cell)))] : []),
  ];
}

function timeText(us: number | undefined): string {
  return us === undefined ? NO_VALUE : formatUs(us);
}
