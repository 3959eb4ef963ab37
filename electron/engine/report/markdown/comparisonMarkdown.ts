import { countOf } from '../../text/format';
import type { CellVerdict, ComparisonSummary } from '../../verdict/comparisonSummary';
import {
  byConcern,
  countsText,
  headlineText,
  sharedBaseline,
  sideRoles,
  trustLines,
} from '../../verdict/verdictText';
import { markdownTable, rowsThatFit } from './markdownTable';
import { codeText, details, plainText, thatFit } from './markdownText';
import { fastestCells, verdictColumns } from './verdictTable';

const mostRegressions = 10;
const regressionsRoom = 4000;
const longestReason = 200;

/**
 * A comparison for a pull request, in GitHub's Markdown: the verdict, the fastest tactic at each batch size before
 * and after, what speaks against landing, and everything else folded away. At most 40,000 characters.
 */
export function comparisonMarkdown(
  summary: ComparisonSummary,
  [a, b]: readonly [a: string, b: string],
): string {
  const [roleA, roleB] = sideRoles(summary);
  const shared = sharedBaseline(summary);
  const rows = fastestCells(summary);
  const lines = [
    `**${headlineText(summary)}** (${countsText(summary)})`,
    '',
    `A, ${roleA}: ${codeText(a)}; B, ${roleB}: ${codeText(b)}`,
    ...(shared === undefined ? [] : ['', `A runs ${codeText(shared)} in every row.`]),
    '',
    ...fastestTable(summary, rows),
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

/** Before and after of the fastest tactics in B, a row for each stage, routing and batch size. */
export function fastestTable(
  summary: ComparisonSummary,
  rows = fastestCells(summary),
): readonly string[] {
  const columns = verdictColumns(summary);
  const shown = rowsThatFit(columns, rows);
  const left = rows.length - shown.length;
  return [
    ...markdownTable(columns, shown),
    ...(left === 0 ? [] : ['', `${countOf(left, 'row')} more in the CSV.`]),
  ];
}

/** Said outside the fold: a mean may hide them. */
function regressionLines({ cells }: ComparisonSummary): readonly string[] {
  const against = cells
    .filter(({ word }) => word === 'SLOWER' || word === 'INCORRECT' || word === 'INVALID')
    .toSorted(byConcern);
  if (against.length === 0) {
    return [];
  }
  const lines = thatFit(
    against.slice(0, mostRegressions).map(regressionLine),
    (line) => line.length,
    regressionsRoom,
  );
  const more = against.length - lines.length;
  return [...lines, ...(more === 0 ? [] : [`- and ${more} more`]), ''];
}

function regressionLine({ cell, word, speedup, reason }: CellVerdict): string {
  const figure = speedup === undefined ? '' : `, ${speedup.ratio.toFixed(3)} ×`;
  const why = reason === undefined ? '' : `: ${plainText(reason, longestReason)}`;
  return `- **${word}**${figure}: ${codeText(cell.tacticId)}, ${cell.stage}, batch size ${cell.batchSize}${why}`;
}

function tacticDetails(summary: ComparisonSummary): readonly string[] {
  const rows = summary.cells.toSorted(byConcern);
  const columns = verdictColumns(summary);
  const shown = rowsThatFit(columns, rows);
  const left = rows.length - shown.length;
  return details(`Every tactic: ${countOf(rows.length, 'cell')}`, [
    ...markdownTable(columns, shown),
    ...(left === 0 ? [] : ['', `${countOf(left, 'cell')} more, which concern less, in the CSV.`]),
  ]);
}
