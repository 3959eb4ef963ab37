import { describe, expect, it } from 'vitest';
import type { RunDocument, RunRecord } from '../../../../../electron/contract/runFile';
import { comparisonMarkdown } from '../../../../../electron/engine/report/markdown/comparisonMarkdown';
import { compareRun } from '../../../../../electron/engine/verdict/compareRun';
import type { ComparisonSummary } from '../../../../../electron/engine/verdict/comparisonSummary';
import { comparisonPlan, largeComparison, pairedBlock } from '../../../../fixtures/comparisons';
import { documentOf } from '../../../../fixtures/plans';
import { splitTables } from './parsedMarkdown';

const plan = comparisonPlan();
const contenders = plan.cells.filter(
  (cell) => cell.control !== true && cell.unsupported === undefined,
);

/** Eight replicates in which side B of each cell takes a time of its own; side A always takes 100 µs. */
function runWith(timeBUs: (cell: number) => number, more: readonly RunRecord[] = []): RunDocument {
  const records = plan.cells.flatMap(({ index, control, unsupported }) =>
    unsupported !== undefined
      ? []
      : Array.from({ length: 8 }, (_, replicate) =>
          pairedBlock(
            index,
            replicate,
            100 + 0.01 * replicate,
            control === true ? 100 + 0.01 * replicate : timeBUs(index),
          ),
        ),
  );
  return documentOf(plan, [...records, ...more]);
}

function comparisonOf(run: RunDocument): ComparisonSummary {
  const summary = compareRun(run);
  if (summary === undefined) {
    throw new Error('the run compares nothing');
  }
  return summary;
}

function markdownOf(run: RunDocument): string {
  return comparisonMarkdown(comparisonOf(run), ['main', 'contender']);
}

/** What is seen before anything is opened. */
function inView(markdown: string): string {
  return markdown.replaceAll(/<details>[^]*?<\/details>/g, '');
}

describe('a comparison for a pull request', () => {
  // Two tactics at two batch sizes: the second is the fastest, the first is slower than before.
  const run = runWith((cell) => (cell % 2 === 0 ? 104 : 90 - cell));
  const markdown = markdownOf(run);

  it('begins with the verdict in bold, and how many cells have which', () => {
    expect(markdown.split('\n')[0]).toMatch(
      /^\*\*[A-Z]+: \d\.\d{3} × \[\d\.\d{3}, \d\.\d{3}\], geometric mean of 4 cells, 8 replicates\*\* \(2 FASTER, 2 SLOWER\)$/,
    );
    expect(markdown.split('\n')[2]).toBe('A, before: `main`; B, after: `contender`');
  });

  it('has a row per batch size: before, after, speed-up, interval, verdict, of the fastest in B', () => {
    const [table] = splitTables(inView(markdown)).tables;
    expect(table?.headings).toEqual([
      'batch size',
      'before, µs',
      'after, µs',
      'speed-up',
      '95 % interval',
      'verdict',
      'tactic',
    ]);
    const fastest = [1, 3].map((index) => contenders[index]);
    expect(table?.rows.map((row) => [row[0], row[2], row[5], row[6]])).toEqual([
      ['1', '89.0', 'FASTER', `\`${fastest[0]?.tacticId}\``],
      ['4', '87.0', 'FASTER', `\`${fastest[1]?.tacticId}\``],
    ]);
    expect(table?.rows[0]?.[1]).toBe('100.0');
    expect(table?.rows[0]?.[3]).toBe('1.124 ×');
    expect(table?.rows[0]?.[4]).toMatch(/^1\.12\d to 1\.12\d$/);
  });

  it('says regressions in view, not in the fold', () => {
    const slower = contenders.filter((_, index) => index % 2 === 0);
    for (const { tacticId, batchSize } of slower) {
      expect(inView(markdown)).toMatch(
        new RegExp(
          `^- \\*\\*SLOWER\\*\\*, 0\\.96\\d ×: \`${tacticId}\`, layer, batch size ${batchSize}$`,
          'm',
        ),
      );
    }
  });

  it('folds away every tactic, what concerns most first, and what it is worth', () => {
    const folds = [...markdown.matchAll(/<details><summary>(.*?)<\/summary>/g)];
    expect(folds.map(([, name]) => name)).toEqual(['Every tactic: 4 cells', 'Can this be trusted']);
    const [, every] = splitTables(markdown).tables;
    expect(every?.rows.map((row) => row[5])).toEqual(['SLOWER', 'SLOWER', 'FASTER', 'FASTER']);
    expect(markdown).toMatch(/- margin: 0\.50 % of time\n- A\/A control: 0 of \d+ cells/);
  });
});

describe('a verdict that is open', () => {
  it('says what would close it, where that is known', () => {
    const summary = comparisonOf(runWith(() => 90));
    const cells = summary.cells.map((cell) => ({
      ...cell,
      word: 'INCONCLUSIVE' as const,
      ...(cell.cell.batchSize === 1 ? { replicatesNeeded: 77 } : {}),
    }));
    const markdown = comparisonMarkdown({ ...summary, cells }, ['main', 'contender']);
    const verdicts = inView(markdown).matchAll(/\| (INCONCLUSIVE[^|]*) \|/g);
    expect([...verdicts].map(([, words]) => words)).toEqual([
      'INCONCLUSIVE; 77 replicates would settle it',
      'INCONCLUSIVE',
    ]);
  });
});

describe('wrong and invalid cells', () => {
  const wrong: RunRecord = {
    type: 'check',
    cell: 0,
    replicate: 1,
    side: 'B',
    correct: false,
    relativeError: 0.5,
    comparedValues: 64,
  };
  const crash: RunRecord = {
    type: 'failure',
    cell: 1,
    replicate: 2,
    kind: 'crashed',
    message: 'it died of *SIGSEGV*',
  };
  const markdown = markdownOf(runWith(() => 90, [wrong, crash]));

  it('are in view with their reasons, and a wrong one has no time', () => {
    const [first, second] = contenders;
    expect(inView(markdown)).toContain(
      `- **INCORRECT**: \`${first?.tacticId}\`, layer, batch size 1: side B is wrong against the oracle in replicate 2: relative error 0.5\n` +
        `- **INVALID**: \`${second?.tacticId}\`, layer, batch size 1: it died of \\*SIGSEGV\\*\n`,
    );
    const [, every] = splitTables(markdown).tables;
    expect(every?.rows[0]?.slice(1, 6)).toEqual(['–', '–', '–', '–', 'INCORRECT']);
  });
});

describe('what differs between cells', () => {
  it('is a column; what does not, is said once', () => {
    const summary = comparisonOf(runWith(() => 90));
    const changed = {
      ...summary,
      cells: summary.cells.map((verdict, index) => ({
        ...verdict,
        cell: {
          ...verdict.cell,
          stage: index % 2 === 0 ? ('gemm1' as const) : ('gemm2' as const),
          routing: index === 0 ? { kind: 'zipf' as const, exponent: 1.1 } : verdict.cell.routing,
          ...(index === 1 ? { baselineTacticId: 'another' } : {}),
        },
      })),
    };
    const [table] = splitTables(comparisonMarkdown(changed, ['a', 'b'])).tables;
    expect(table?.headings.slice(0, 3)).toEqual(['batch size', 'stage', 'routing']);
    expect(table?.headings.at(-1)).toBe('against');
    expect(new Set(table?.rows.map((row) => row.at(-1)))).toEqual(
      new Set(['the same', '`another`']),
    );

    const shared = {
      ...summary,
      cells: summary.cells.map((verdict) => ({
        ...verdict,
        cell: { ...verdict.cell, baselineTacticId: 'another' },
      })),
    };
    expect(comparisonMarkdown(shared, ['a', 'b'])).toContain('\nA runs `another` in every row.\n');
  });
});

describe('10,000 cells', () => {
  const summary = comparisonOf(largeComparison());
  const markdown = comparisonMarkdown(summary, ['main', 'contender']);

  it('are no more than is read; the rest is counted', () => {
    expect(markdown.length).toBeLessThan(40_000);
    const [fastest, every] = splitTables(markdown).tables;
    expect(fastest?.rows).toHaveLength(20);
    const shown = every?.rows.length ?? 0;
    expect(shown).toBeGreaterThan(50);
    const left = new Intl.NumberFormat('en').format(10_000 - shown).replace(',', '\u202f');
    expect(markdown).toContain(`${left} cells more, which concern less, in the CSV.`);
    const regressions = summary.counts.SLOWER + summary.counts.INVALID;
    expect(regressions).toBeGreaterThan(10);
    expect(inView(markdown)).toContain(`- and ${regressions - 10} more\n`);
  });
});

it('two runs that share no replicate have no headline, and say so', () => {
  const { headline: _, ...summary } = comparisonOf(runWith(() => 90));
  expect(comparisonMarkdown({ ...summary, design: 'separate runs' }, ['a', 'b'])).toMatch(
    /^\*\*no headline: two runs share no replicate\*\* \(4 FASTER\)\n/,
  );
});
