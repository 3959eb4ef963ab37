export type CsvValue = string | number | undefined;

/**
 * Comma separated (RFC 4180), a heading line first, full precision. Text that a spreadsheet would take for a
 * formula gets an apostrophe in front, which spreadsheets do not show.
 */
export function csvText(
  headings: readonly string[],
  rows: readonly (readonly CsvValue[])[],
): string {
  const lines = [headings, ...rows].map((row) => row.map(field).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function field(value: CsvValue): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : '';
  }
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
