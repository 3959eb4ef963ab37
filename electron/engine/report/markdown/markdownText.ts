/** Pieces of GitHub's Markdown. Text that comes from data stays text: it is a code span, or escaped. */

/** Longer text is cut: a table is read, and a comment on GitHub holds 65,536 characters. */
const longestName = 100;
const longestSentence = 1000;

export type Alignment = 'left' | 'right';

/** A sentence in a line, with everything that Markdown, HTML or GitHub would act upon made harmless. */
export function plainText(text: string): string {
  return (
    shortened(oneLine(text), longestSentence)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
      // A zero-width space: no mention of a person, no link to an issue or a page, no pictograph.
      .replaceAll(/@|#(?=\d)|:(?=\/\/|\w+:)|www(?=\.)/g, '$&\u200b')
  );
}

/** A name as a code span; its fence is longer than any run of backticks inside. */
export function codeText(text: string): string {
  // A bar would end the cell of a table, in a code span too.
  const content = shortened(oneLine(text), longestName).replaceAll('|', '¦');
  const fence = '`'.repeat(longestFence(content) + 1);
  const pad = content.startsWith('`') || content.endsWith('`') || content === '' ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** A command to be copied whole, in a block of its own. */
export function codeBlock(language: string, text: string): readonly string[] {
  const fence = '`'.repeat(Math.max(3, longestFence(text) + 1));
  return [`${fence}${language}`, oneLine(text), fence];
}

/** Markdown that a person wrote, its HTML shown as text. */
export function writtenText(markdown: string): string {
  return markdown.replaceAll('\0', '').replaceAll('<', '&lt;').trim();
}

/** @param cells finished Markdown of each cell */
export function markdownTable(
  headings: readonly (readonly [heading: string, alignment: Alignment])[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(headings.map(([heading]) => heading)),
    line(headings.map(([, alignment]) => (alignment === 'right' ? '---:' : '---'))),
    ...rows.map(line),
  ];
}

/** A part that is folded away until somebody opens it. */
export function details(summary: string, body: readonly string[]): readonly string[] {
  return [`<details><summary>${summary}</summary>`, '', ...body, '', '</details>'];
}

function longestFence(text: string): number {
  const runs = text.match(/`+/g) ?? [];
  return runs.reduce((longest, run) => Math.max(longest, run.length), 0);
}

/** Without line breaks and other control characters, which have no place in a cell of a table. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
