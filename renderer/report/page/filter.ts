import { parseFilter } from '../../views/tactics/filterGrammar';
import { readRows } from './pageRows';
import { limitRows } from './rowLimit';

/** Typing pauses this long before the tables are gone through. */
const PAUSE_MS = 80;

/** Hides rows of cells that do not match, in the grammar of the window; what is printed is what shows. */
export function setUpFilter(): void {
  const field = document.querySelector<HTMLInputElement>('#report-filter');
  const count = document.querySelector<HTMLOutputElement>('#report-count');
  if (field === null || count === null) return;
  const rows = readRows();
  const tables = document.querySelectorAll<HTMLTableElement>('.cell-table');
  const places = [...document.querySelectorAll<HTMLTableRowElement>('tr[data-cell]')];
  const apply = (): void => {
    const filter = parseFilter(field.value);
    field.setAttribute('aria-invalid', String(!filter.ok));
    if (!filter.ok) {
      count.textContent = filter.message;
      return;
    }
    const matching = new Set([...rows].filter(([, row]) => filter.matches(row)).map(([id]) => id));
    for (const place of places) {
      place.hidden = !matching.has(Number(place.dataset['cell']));
    }
    for (const table of tables) limitRows(table);
    count.textContent = `${matching.size} of ${rows.size} cells`;
  };
  let pause: ReturnType<typeof setTimeout> | undefined;
  field.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(apply, PAUSE_MS);
  });
  apply();
}
