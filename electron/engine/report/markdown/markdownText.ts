/** Pieces of GitHub's Markdown. Text that comes from data stays text: it is a code span, or escaped. */

/** Longer text is cut: a report is read, and the data formats hold everything whole. */
const longestName = 100;
const longestSentence = 1000;
/** Characters of a person's own text: a comment has to hold the figures too. */
const writtenRoom = 20_000;

/**
 * A sentence in a line, with everything that Markdown, HTML or GitHub would act upon made harmless.
 *
 * @param longest characters of the text that are shown
 */
export function plainText(text: string, longest = longestSentence): string {
  return (
    shortened(oneLine(text), longest)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\`*_[\]|~#]/g, String.raw`\$&`)
      // Where a line begins, these make a list or a heading of it.
      .replace(/^(\d{0,9})([-+=.)])/, String.raw`$1\$2`)
      // A zero-width space: no mention of a person, no link to an issue or a page, no pictograph.
      .replaceAll(/@|#(?=\d)|\bgh-(?=\d)|:(?=\/\/|[\w+\\-]+:)|www(?=\.)/gi, '$&\u200b')
      // GitHub sets what stands between two dollar signs as a formula, and knows no escape but code.
      .replaceAll(/\$+/g, '`$&`')
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

/**
 * Markdown that a person wrote, its HTML shown as text. It is quoted: a list or a block of code that is left
 * open in it then ends with it, and does not swallow the rest of the report.
 */
export function writtenText(markdown: string): readonly string[] {
  const lines = markdown
    .replaceAll('\0', '')
    // No tag begins with a zero-width space, and in code it does not show, as an entity would.
    .replaceAll(/<(?=[a-z/!?])/gi, '<\u200b')
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${shortened(line, writtenRoom / 2)}`.trimEnd());
  const shown = thatFit(lines, (line) => line.length + 1, writtenRoom);
  return shown.length === lines.length ? lines : [...shown, '> …'];
}

/** A part that is folded away until somebody opens it. */
export function details(summary: string, body: readonly string[]): readonly string[] {
  return [`<details><summary>${summary}</summary>`, '', body.join('\n').trim(), '', '</details>'];
}

/**
 * The first of them that there is room for.
 *
 * @param lengthOf characters of what is written, which escapes have made longer than the text
 */
export function thatFit<T>(
  items: readonly T[],
  lengthOf: (item: T) => number,
  room: number,
): readonly T[] {
  let left = room;
  const end = items.findIndex((item) => {
    left -= lengthOf(item);
    return left < 0;
  });
  return end < 0 ? items : items.slice(0, end);
}

function longestFence(text: string): number {
  const runs = text.match(/`+/g) ?? [];
  return runs.reduce((longest, run) => Math.max(longest, run.length), 0);
}

/**
 * Without line breaks and other control characters, which have no place in a cell of a table, and without
 * those that turn the direction of what follows.
 */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

/** Never cut within a character. */
function shortened(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
