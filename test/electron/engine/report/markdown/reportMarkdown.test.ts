import { describe, expect, it } from 'vitest';
import { REPORT_SECTIONS } from '../../../../../electron/contract/report';
import {
  COMMENT_CHARACTERS,
  reportMarkdown,
} from '../../../../../electron/engine/report/markdown/reportMarkdown';
import { sectionTitles } from '../../../../../electron/engine/report/sectionTitles';
import { largeComparison } from '../../../../fixtures/comparisons';
import { inventedReport, kernelOf, listedOf } from '../../../../fixtures/registers';
import { comparedRun } from '../../../../renderer/fixtures/comparedRun';
import { inventedRun, largeRun } from '../../../../renderer/fixtures/inventedRun';
import { runFromText } from '../../../../renderer/fixtures/runFromText';
import { baselineRun, renamed, reportOf } from '../reports';
import { nodesOf, parsedMarkdown, splitTables } from './parsedMarkdown';

const NATURAL = 'natural.avx2.m16n1k64.arith.direct.after';
const STREAMING = 'streaming.avx2.m32n6k64.lut.stream.after';
const ONE_SIDE = runFromText(`
  ${NATURAL}   | 1 | 800 808 792 800 801
  ${STREAMING} | 1 | 400 404 396 400 400
  ${NATURAL}   | 4 | 1600 1616 1584 1600 1602
  ${STREAMING} | 4 | incorrect
  ${STREAMING} | 8 | unsupported: too many tokens
`);

/** The body of a folded part. */
function folded(markdown: string, title: string): string {
  const [, body = ''] =
    markdown
      .split('<details><summary>')
      .map((part) => /^(.*?)<\/summary>\n\n([^]*?)\n\n<\/details>/.exec(part)?.slice(1) ?? [])
      .find(([name]) => name === title) ?? [];
  return body;
}

function foldsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, name = '']) => name);
}

describe('a whole report', () => {
  it('of a comparison', async () => {
    const markdown = reportMarkdown(
      reportOf(comparedRun('demo'), {
        choice: { title: 'Streaming loads', remarks: 'Measured *twice*.' },
        notes: 'The `lut` is in registers.',
      }),
    );
    await expect(markdown).toMatchFileSnapshot('./comparison.md.snap');
  });

  it('of one side', async () => {
    await expect(reportMarkdown(reportOf(ONE_SIDE))).toMatchFileSnapshot('./oneSide.md.snap');
  });
});

describe('the parts of a report', () => {
  it('stand in the order that was chosen, each folded under its title but the verdicts', () => {
    const sections = ['methods', 'verdicts', 'times'] as const;
    const markdown = reportMarkdown(reportOf(ONE_SIDE, { choice: { sections } }));
    expect(foldsOf(markdown)).toEqual(['Methods', 'Can this be trusted', 'Time by batch size']);
    expect(markdown.indexOf('Methods')).toBeLessThan(markdown.indexOf('**FASTER'));
  });

  it('are all there, but for the map, whose figures the table of tactics has', () => {
    const folds = foldsOf(reportMarkdown(reportOf(ONE_SIDE)));
    for (const section of REPORT_SECTIONS) {
      const inView = section === 'verdicts' || section === 'regrets';
      expect([section, folds.includes(sectionTitles[section])]).toEqual([section, !inView]);
    }
  });

  it('begin with title, remarks as they were written, and a warning while the run goes on', () => {
    const cut = runFromText(`${NATURAL} | 1 | 800 808`, { end: 'none' });
    const choice = { title: 'A * B', remarks: 'see **below**', sections: ['methods'] } as const;
    expect(reportMarkdown(reportOf(cut, { choice }))).toMatch(
      /^## A \\\* B\n\n\*\*Provisional: the run is not finished\.\*\*\n\n> see \*\*below\*\*\n\n<details>/,
    );
  });

  it('say that there is no verdict where one side was measured, of one family', () => {
    const alone = runFromText(`${STREAMING} | 1 | 400 404 396 400 400`);
    expect(reportMarkdown(reportOf(alone))).toContain(
      '\n\nNo verdict: one side was measured, and nothing else of the run to hold it against.\n\n',
    );
  });

  it('have no tags but those that fold, and each that opens is closed', () => {
    for (const report of [reportOf(ONE_SIDE), reportOf(comparedRun('demo'), { notes: '<b>' })]) {
      const { prose } = splitTables(reportMarkdown(report));
      const html = nodesOf(parsedMarkdown(prose)).filter(({ type }) => type === 'html');
      const opening = html.filter(({ value = '' }) =>
        /^<details><summary>[^<>]+<\/summary>$/.test(value),
      );
      const closing = html.filter(({ value }) => value === '</details>');
      expect(opening.length).toBeGreaterThan(5);
      expect(closing).toHaveLength(opening.length);
      expect(html).toHaveLength(2 * opening.length);
    }
  });
});

describe('speed-ups', () => {
  it('of one side are over the baseline family, paired, with their interval', () => {
    const [table] = splitTables(folded(reportMarkdown(reportOf(ONE_SIDE)), 'Speed-up')).tables;
    expect(table?.headings).toEqual([
      'batch size',
      'family',
      'speed-up over natural',
      '95 % interval',
      'tactic',
    ]);
    expect(table?.rows).toEqual([
      [
        '1',
        '`streaming`',
        '2.000 ×',
        expect.stringMatching(/^\d\.\d{3} to \d\.\d{3}$/),
        `\`${STREAMING}\``,
      ],
    ]);
  });

  it('of two sides are in the table of verdicts, or where that was not chosen by themselves', () => {
    const run = comparedRun('demo');
    expect(foldsOf(reportMarkdown(reportOf(run)))).not.toContain('Speed-up');
    const alone = reportMarkdown(reportOf(run, { choice: { sections: ['speedup'] } }));
    expect(splitTables(folded(alone, 'Speed-up')).tables[0]?.headings).toContain('before, µs');
  });

  it('against another run are of that comparison, not of the families', () => {
    const baseline = baselineRun(renamed(ONE_SIDE, 'before'));
    const choice = { sections: ['speedup'] } as const;
    const markdown = reportMarkdown(reportOf(ONE_SIDE, { baseline, choice }));
    expect(markdown).not.toContain('over natural');
    expect(splitTables(markdown).tables[0]?.headings).toContain('before, µs');
  });
});

describe('registers', () => {
  const now = kernelOf({ spillStoreBytes: 1540, registersPerThread: 152 });
  const old = { ...now, spillStoreBytes: 0 };
  const reportWith = (kernel: typeof now) => ({
    ...inventedReport(),
    tactics: [listedOf(kernel)],
    kernels: [kernel],
  });
  const base = comparedRun('demo');
  const [tactic] = base.header.plan.tactics;
  const run = {
    ...base,
    header: {
      ...base.header,
      plan: {
        ...base.header.plan,
        target: 'sm90' as const,
        tactics: tactic === undefined ? [] : [{ ...tactic, id: now.id }],
      },
    },
  };

  it('show before and after, notes in words, and the notes of the engineer', () => {
    const markdown = folded(
      reportMarkdown(
        reportOf(run, {
          registers: {
            A: { reports: [reportWith(old)], missing: [] },
            B: { reports: [reportWith(now)], missing: [{ library: 'x', reason: 'not *built*' }] },
          },
          notes: 'Tile 128 spills.',
        }),
      ),
      'Registers',
    );
    expect(markdown).toMatch(/^As `nvcc 13\.0\.88, sm90` gave them\.\n/);
    const [table] = splitTables(markdown).tables;
    expect(table?.rows).toEqual([
      ['`original 64x16x128 pingpong`', '152', '31', '88', '0 → 1\u202f540', '119\u202f008', '1'],
    ]);
    expect(markdown).toContain('- `original 64x16x128 pingpong`: **It overflows its registers.** ');
    expect(markdown).toContain(String.raw`x: not \*built\*`);
    expect(markdown).toMatch(/Notes of the engineer:\n\n> Tile 128 spills\.$/);
  });

  it('say why there are none', () => {
    expect(folded(reportMarkdown(reportOf(ONE_SIDE)), 'Registers')).toBe(
      'The compiler of CPU kernels gives no report of registers; nvcc does.',
    );
  });
});

describe('the environment', () => {
  it('of one side has a value, of two both and whether they differ', () => {
    const one = folded(reportMarkdown(reportOf(ONE_SIDE)), 'Environment');
    expect(splitTables(one).tables[0]?.headings).toEqual(['fact', 'value']);
    const two = folded(reportMarkdown(reportOf(comparedRun('demo'))), 'Environment');
    const [table] = splitTables(two).tables;
    expect(table?.headings).toEqual(['fact', 'A', 'B', 'same']);
    expect(table?.rows).toContainEqual(['Branch', '`main`', '`contender`', '**differs**']);
    expect(table?.rows).toContainEqual(['Machine', '`test`', '`test`', 'same']);
  });
});

describe('what repeats it', () => {
  it('is the command, whole, with the digests of both files and the version', () => {
    const baseline = baselineRun(renamed(ONE_SIDE, 'before'));
    const report = reportOf(ONE_SIDE, { baseline });
    const body = folded(reportMarkdown(report), 'Measure the same again');
    expect(body).toContain(`\`\`\`sh\n${report.command}\n\`\`\``);
    expect(body).toContain(
      `- run \`run-of-text\` of 2026-11-20T10:00:00.000Z, SHA-256 of its file \`${'ab'.repeat(32)}\``,
    );
    expect(body).toContain(
      `- run \`before\` of 2026-11-20T10:00:00.000Z, SHA-256 of its file \`${'cd'.repeat(32)}\``,
    );
    expect(body).toContain('written by MoE Workbench 0.5.0.');
  });
});

describe('a comment on GitHub', () => {
  it.each([
    ['10,000 cells of a comparison', () => reportOf(largeComparison())],
    ['30,000 cells of one side', () => reportOf(largeRun())],
    [
      'remarks and notes of 100,000 characters',
      () => {
        const long = '*word* '.repeat(15_000);
        return reportOf(inventedRun(), { choice: { remarks: long, title: long }, notes: long });
      },
    ],
  ])('holds %s', (_, report) => {
    const markdown = reportMarkdown(report());
    expect(markdown.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
    expect(markdown).toContain('| batch size |');
    expect(foldsOf(markdown)).toContain('Methods');
  });

  it('says what it had no room for: the longest parts', () => {
    const remarks = 'word '.repeat(5000);
    const markdown = reportMarkdown(reportOf(largeRun(), { choice: { remarks } }));
    const left = [...markdown.matchAll(/^(.*): left out, for a comment has no room/gm)];
    expect(left.length).toBeGreaterThan(0);
    for (const [, title] of left) {
      expect(foldsOf(markdown)).not.toContain(title);
    }
    expect(foldsOf(markdown)).toContain('Environment');
  });
});
