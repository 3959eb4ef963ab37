import type { CellValue } from './columns';

/**
 * Comma separated (RFC 4180), a heading line first, full precision.
 *
 * Text that a spreadsheet could take for a formula gets an apostrophe in front: what begins, after white space
 * too, with a sign that begins formulas, their full-width forms included, and what begins with a control
 * character that some programs drop before they look. (OWASP, CSV Injection; ASVS 5.0, 1.2.10.) So does text
 * that begins with an apostrophe itself, so that taking one apostrophe away from any text that begins with
 * one gives back exactly what was written.
 */
export function csvText(
  headings: readonly string[],
  rows: readonly (readonly CellValue[])[],
): string {
  const lines = [headings, ...rows].map((row) => row.map(field).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

const guarded = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^['\t\r\n\0]/;

function field(value: CellValue): string {
  if (value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : '';
  }
  const text = guarded.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
