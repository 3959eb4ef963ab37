import { describe, expect, it } from 'vitest';
import {
  COMMENT_CHARACTERS,
  reportMarkdown,
} from '../../../../../electron/engine/report/markdown/reportMarkdown';
import { hostileNames, hostileRun } from '../../export/hostileRuns';
import { baselineRun, renamed, reportOf } from '../reports';
import {
  nodesOf,
  parsedLine,
  parsedMarkdown,
  splitTables,
  visibleText,
  type MarkdownNode,
} from './parsedMarkdown';

/** What the report itself writes; remarks and notes may hold more, in their quotes. */
const OURS = /^(root|heading|paragraph|text|strong|inlineCode|code|list|listItem|html|blockquote)$/;
/** What GitHub would act upon in text that is no code; minutes are no pictograph. */
const LIVE = /@\w|#\d|gh-\d|https?:\/\/|www\.|:(?!\d\d:)[\w+-]+:|\$/i;

/** A name as a line of a report shows it: cut, its control characters spaces. */
function asShown(name: string): string {
  const line = name.replaceAll(/[\p{Cc}\u202a-\u202e]+/gu, ' ').trim();
  return (line.length <= 100 ? line : `${line.slice(0, 99)}…`).replaceAll('|', '¦');
}

function outsideQuotes(node: MarkdownNode): readonly MarkdownNode[] {
  return node.type === 'blockquote' ? [] : [node, ...(node.children ?? []).flatMap(outsideQuotes)];
}

describe.each(hostileNames.map((name) => [name.slice(0, 30), name] as const))('%j', (_, name) => {
  const run = hostileRun(name);
  const registers = { B: { reports: [], missing: [{ library: name, reason: name }] } };
  const markdown = reportMarkdown(
    reportOf(run, { registers, notes: name, choice: { title: name, remarks: name } }),
  );
  const { prose, tables } = splitTables(markdown);
  const tree = parsedMarkdown(prose);
  const cells = tables.flatMap(({ rows }) => rows.flat()).map(parsedLine);
  const nodes = [...outsideQuotes(tree), ...cells.flat().flatMap(nodesOf)];

  it('makes nothing but text and code of itself', () => {
    expect(nodes.filter(({ type }) => !OURS.test(type))).toEqual([]);
    const html = nodesOf(tree).filter(({ type }) => type === 'html');
    const tags = new Set(html.map(({ value = '' }) => value.replace(/>[^<>]+<\/summary>$/, '>…')));
    expect(tags).toEqual(new Set(['<details><summary>…', '</details>']));
  });

  it('is no mention, link, pictograph or formula', () => {
    const texts = nodes.flatMap(({ type, value = '' }) => (type === 'text' ? [value] : []));
    expect(texts.length).toBeGreaterThan(50);
    expect(texts.filter((text) => LIVE.test(text))).toEqual([]);
  });

  it('is in bold only where the report says so', () => {
    const bold = nodes.filter(({ type }) => type === 'strong').map((node) => visibleText([node]));
    expect(bold.filter((text) => !/^([A-Z]+(: .*)?|differs|no headline: .*)$/.test(text))).toEqual(
      [],
    );
  });

  it('makes no heading, list or row more', () => {
    const headings = nodes.filter(({ type }) => type === 'heading');
    expect(headings).toEqual(tree.children?.slice(0, 1));
    for (const { headings: columns, rows } of tables) {
      expect(rows.map((row) => row.length)).toEqual(rows.map(() => columns.length));
    }
    const plain = reportMarkdown(reportOf(hostileRun('plain'), { registers, notes: 'x' }));
    expect(tables.map(({ headings: columns }) => columns)).toEqual(
      splitTables(plain).tables.map(({ headings: columns }) => columns),
    );
  });

  it('is found again, as far as a line shows it', () => {
    const codes = nodes.flatMap(({ type, value = '' }) =>
      type === 'inlineCode' ? [value.trim()] : [],
    );
    expect(codes.filter((code) => code === asShown(name).trim()).length).toBeGreaterThan(5);
  });

  it('leaves the comment short enough for GitHub, the verdict in it', () => {
    expect(markdown.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
    expect(markdown).toMatch(/^\*\*(FASTER|no headline)/m);
    expect(tables[0]?.rows.length).toBeGreaterThan(0);
  });
});

it('names that nothing shortens do not fill a comment against another run either', () => {
  const run = hostileRun('&'.repeat(10_000));
  const baseline = baselineRun(renamed(run, 'before'));
  expect(reportMarkdown(reportOf(run, { baseline })).length).toBeLessThan(COMMENT_CHARACTERS);
});
