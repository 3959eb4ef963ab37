import type { CellVerdict, ComparisonSummary } from './comparisonSummary';
import { countsText, headlineText, sharedBaseline, trustLines } from './verdictText';

/** A table for a pull request: plain GitHub Markdown, the verdict first. */
export function comparisonMarkdown(
  summary: ComparisonSummary,
  [a, b]: readonly [string, string],
): string {
  const rows = summary.cells.map(row);
  const shared = sharedBaseline(summary);
  const lines = [
    `**${headlineText(summary)}** (${countsText(summary)})`,
    '',
    `A: ${plain(a)}, B: ${plain(b)}`,
    ...(shared === undefined ? [] : ['', `A runs ${code(shared)} in every row.`]),
    '',
    '| tactic | stage | batch size | A, µs | B, µs | speed-up | 95 % interval | verdict |',
    '| --- | --- | ---: | ---: | ---: | ---: | --- | --- |',
    ...rows,
    '',
    ...trustLines(summary).map((line) => `- ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

function row({ cell, timeAUs, timeBUs, speedup, word }: CellVerdict): string {
  const interval = speedup?.interval;
  const columns = [
    code(cell.tacticId),
    cell.stage,
    String(cell.batchSize),
    timeAUs?.toFixed(1) ?? '–',
    timeBUs?.toFixed(1) ?? '–',
    speedup === undefined ? '–' : `${speedup.ratio.toFixed(3)} ×`,
    interval === undefined ? '–' : `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
    word,
  ];
  return `| ${columns.map((column) => column.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(id: string): string {
  return `\`${id.replaceAll('`', '')}\``;
}

/** A name from outside stays text: no markup, no line of its own. */
function plain(name: string): string {
  return name
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\`*_[\]<>|#@]/g, (character) => `\\${character}`);
}
