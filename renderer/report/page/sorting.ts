import { limitRows } from './rowLimit';

type Direction = 'ascending' | 'descending';

/** Every table of cells or kernels sorts by a click on a heading; the page's order comes first. */
export function setUpSorting(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('.report-section .data-table')) {
    for (const [column, heading] of [...(table.tHead?.rows[0]?.cells ?? [])].entries()) {
      makeSortable(table, heading, column);
    }
  }
}

function makeSortable(
  table: HTMLTableElement,
  heading: HTMLTableCellElement,
  column: number,
): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener('click', () => {
    const direction: Direction =
      heading.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
    for (const other of heading.parentElement?.children ?? []) other.removeAttribute('aria-sort');
    heading.setAttribute('aria-sort', direction);
    sortRows(table, column, direction);
  });
}

function sortRows(table: HTMLTableElement, column: number, direction: Direction): void {
  const [body] = table.tBodies;
  if (body === undefined) return;
  const keyed = [...body.rows].map((row) => ({ row, key: sortKey(row.cells[column]) }));
  const sign = direction === 'ascending' ? 1 : -1;
  keyed.sort((a, b) => compareKeys(a.key, b.key, sign));
  body.append(...keyed.map(({ row }) => row));
  if (table.classList.contains('cell-table')) limitRows(table);
}

type SortKey = number | string | undefined;

/** The figure that a cell begins with, else its text; undefined where it says that there is no value. */
function sortKey(cell: HTMLTableCellElement | undefined): SortKey {
  const text = cell?.textContent?.trim() ?? '';
  if (text === '' || text === '–') return undefined;
  const figure = /^[−-]?[\d\u202f]+(?:\.\d+)?(?:e[+-]?\d+)?/.exec(text)?.[0];
  return figure === undefined ? text : Number(figure.replaceAll('\u202f', '').replace('−', '-'));
}

/** What has no value comes last in either direction. */
function compareKeys(a: SortKey, b: SortKey, sign: number): number {
  if (a === undefined || b === undefined) {
    return Number(a === undefined) - Number(b === undefined);
  }
  return typeof a === 'number' && typeof b === 'number'
    ? sign * (a - b)
    : sign * String(a).localeCompare(String(b), 'en', { numeric: true });
}
