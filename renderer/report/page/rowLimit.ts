import { MOST_ROWS_AT_ONCE } from '../rowLimit';

/** Tables whose reader has asked for every row. */
const unlimited = new Set<HTMLTableElement>();

/**
 * Leaves as many of the rows that match in view as can be drawn quickly, and says how many there are. Rows beyond
 * are printed all the same: only the screen leaves them out.
 */
export function limitRows(table: HTMLTableElement): void {
  const rows = [...(table.tBodies[0]?.rows ?? [])].filter((row) => !row.hidden);
  const limit = unlimited.has(table) ? Infinity : MOST_ROWS_AT_ONCE;
  for (const [index, row] of rows.entries()) row.classList.toggle('beyond', index >= limit);
  const more = moreOf(table);
  if (more === undefined) return;
  more.place.hidden = rows.length <= limit;
  more.button.textContent = `Show all ${rows.length} rows`;
}

/** The button under a long table shows the rest of it. */
export function setUpRowLimits(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('.cell-table')) {
    moreOf(table)?.button.addEventListener('click', () => {
      unlimited.add(table);
      limitRows(table);
    });
  }
}

function moreOf(table: HTMLTableElement) {
  const place = table.closest('section')?.querySelector<HTMLElement>('.report-more');
  const button = place?.querySelector('button');
  return place && button ? { place, button } : undefined;
}
