import type { RunDocument } from '../../contract/runFile';
import type { CellSummary, RunSummary } from '../runSummary';
import { groupBy } from '../groupBy';
import type { CellVerdict, ComparisonSummary } from '../verdict/comparisonSummary';
import { countOf } from '../text/format';

/** What a report leaves out, and why; nothing disappears without a line here. */
export interface Dropped {
  /** Blocks that the validity filter took out. */
  readonly droppedBlocks: number;
  readonly blocks: number;
  readonly lines: readonly DroppedLine[];
}

export interface DroppedLine {
  /** What was left out, e.g. `3 blocks` or `2 cells without a time`. */
  readonly what: string;
  readonly why: string;
  /** Some of the cells it concerns, in words. */
  readonly examples: readonly string[];
}

const mostExamples = 3;

/** Blocks, cells, replicates and lines of the file that the figures do not rest on. */
export function droppedParts(
  document: RunDocument,
  summary: RunSummary,
  comparison: ComparisonSummary | undefined,
): Dropped {
  const verdicts = [...(comparison?.cells ?? []), ...(comparison?.controls ?? [])];
  return {
    droppedBlocks: verdicts.reduce((sum, { dropped }) => sum + dropped.length, 0),
    blocks: document.records.filter(({ type }) => type === 'block').length,
    lines: [
      ...blockLines(verdicts),
      ...cellLines(summary.cells),
      ...missingLines(comparison),
      ...failureLines(document, summary.cells),
      ...document.warnings.map((why) => ({ what: 'lines of the run file', why, examples: [] })),
    ],
  };
}

function blockLines(verdicts: readonly CellVerdict[]): readonly DroppedLine[] {
  const reasons = verdicts.flatMap(({ cell, dropped }) =>
    dropped.map((why) => ({ why: withoutFigures(why), cell })),
  );
  return [...groupBy(reasons, ({ why }) => why)].map(([why, all]) => ({
    what: countOf(all.length, 'block'),
    why,
    examples: examplesOf(all.map(({ cell }) => cellText(cell))),
  }));
}

/** A reason with a clock in it is the same reason at another clock. */
function withoutFigures(why: string): string {
  return why.startsWith('clock ') ? 'clock under 0.9 of the cell’s median clock' : why;
}

function cellLines(cells: readonly CellSummary[]): readonly DroppedLine[] {
  const without = cells.filter(({ time }) => time === undefined);
  return [...groupBy(without, ({ status, reason }) => `${status}: ${reason ?? 'not reached'}`)].map(
    ([why, all]) => ({
      what: `${countOf(all.length, 'cell')} without a time`,
      why,
      examples: examplesOf(all.map(({ cell }) => cellText(cell))),
    }),
  );
}

/** Cells of two runs that only one of them has; those of one plan are among its cells without a time. */
function missingLines(comparison: ComparisonSummary | undefined): readonly DroppedLine[] {
  if (comparison?.design !== 'separate runs') {
    return [];
  }
  return [
    ...groupBy(comparison.missing, ({ unsupported }) => unsupported ?? 'only on one side'),
  ].map(([why, all]) => ({
    what: `${countOf(all.length, 'cell')} not compared`,
    why,
    examples: examplesOf(all.map(cellText)),
  }));
}

/** Failures that cost a replicate of a cell which has a time all the same, or a replicate as a whole. */
function failureLines(
  { header, records }: RunDocument,
  cells: readonly CellSummary[],
): readonly DroppedLine[] {
  const without = new Set(
    cells.filter(({ time }) => time === undefined).map(({ cell }) => cell.index),
  );
  const failures = records.flatMap((record) =>
    record.type === 'failure' && (record.cell === undefined || !without.has(record.cell))
      ? [record]
      : [],
  );
  return [...groupBy(failures, ({ kind, message }) => `${kind}: ${message}`)].map(([why, all]) => ({
    what: countOf(all.length, 'visit'),
    why,
    examples: examplesOf(
      all.map(({ cell: index, replicate }) => {
        const cell = index === undefined ? undefined : header.plan.cells[index];
        return cell === undefined ? `replicate ${replicate + 1}` : cellText(cell);
      }),
    ),
  }));
}

function examplesOf(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].slice(0, mostExamples);
}

function cellText(cell: CellSummary['cell']): string {
  return `${cell.tacticId}, ${cell.stage}, batch ${cell.batchSize}`;
}
