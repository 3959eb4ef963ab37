import type { CellVerdict, ComparisonSummary } from '../engine/verdict/comparisonSummary';
import { formatRouting } from '../engine/routing/routingText';
import {
  countsText,
  headlineText,
  sharedBaseline,
  speedupText,
  trustLines,
} from '../engine/verdict/verdictText';
import { formatTable } from './table';

/** What a comparison says, for a terminal. */
export function formatComparison(
  summary: ComparisonSummary,
  [a, b]: readonly [string, string],
  path: string | undefined,
): string {
  const shared = sharedBaseline(summary);
  const lines = [
    `A: ${a}`,
    `B: ${b}`,
    headlineText(summary),
    countsText(summary),
    ...trustLines(summary),
    ...(shared === undefined ? [] : [`every cell against ${shared}`]),
    '',
    formatTable(headings, summary.cells.map(row)),
    ...summary.missing.map(
      ({ tacticId, batchSize, unsupported }) =>
        `not compared: ${tacticId}, batch size ${batchSize}: ${unsupported ?? ''}`,
    ),
    ...(path === undefined ? [] : [`run file: ${path}`]),
  ];
  return `${lines.join('\n')}\n`;
}

const headings = [
  'tactic',
  'stage',
  'routing',
  'batch',
  'A, µs',
  'B, µs',
  'speed-up of B, 95 % interval',
  'replicates',
  'verdict',
];

function row({ cell, timeAUs, timeBUs, speedup, ...verdict }: CellVerdict): readonly string[] {
  return [
    cell.tacticId,
    cell.stage,
    formatRouting(cell.routing),
    String(cell.batchSize),
    timeAUs?.toFixed(1) ?? '–',
    timeBUs?.toFixed(1) ?? '–',
    speedup === undefined ? '–' : speedupText(speedup),
    String(verdict.replicates),
    verdictText(verdict),
  ];
}

function verdictText({
  word,
  reason,
  replicatesNeeded,
}: Pick<CellVerdict, 'word' | 'reason' | 'replicatesNeeded'>): string {
  const needed =
    replicatesNeeded === undefined ? '' : `; ${replicatesNeeded} replicates would settle it`;
  return reason === undefined ? word : `${word}: ${reason}${needed}`;
}
