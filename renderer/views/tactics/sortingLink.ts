import type { SortingState } from '@tanstack/react-table';

/** Sorting as a word in the link: `batch,-medianUs`. */
export function formatSorting(sorting: SortingState): string {
  return sorting.map(({ id, desc }) => (desc ? `-${id}` : id)).join(',');
}

export function parseSorting(text: string, known: readonly string[]): SortingState {
  return text
    .split(',')
    .map((word) => ({ id: word.replace(/^-/, ''), desc: word.startsWith('-') }))
    .filter(({ id }) => known.includes(id));
}
