/** Columns as wide as their widest text; all but the first and the last are aligned to the right. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const last = headings.length - 1;
  const format = (row: readonly string[]): string =>
    row
      .map((text, column) => {
        if (column === last) {
          return text;
        }
        const width = widths[column] ?? 0;
        return column === 0 ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ');
  return `${all.map(format).join('\n')}\n`;
}
