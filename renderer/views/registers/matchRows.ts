import type { RegisterRow } from '../../../electron/engine/registers/registerRows';
import { shortKernelLabel } from '../../../electron/engine/tacticId';

/** Rows of which every word of the filter is part: of the name, the standing, or `spilled`, `clean`. */
export function matchRows(rows: readonly RegisterRow[], filter: string): readonly RegisterRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = wordsOf(row);
    return words.every((word) => text.includes(word));
  });
}

function wordsOf({ structure, standing, kernel }: RegisterRow): string {
  const spilled = (kernel.spillStoreBytes ?? 0) > 0 ? 'spilled' : 'clean';
  return `${structure.family} ${shortKernelLabel(structure)} ${standing} ${spilled}`;
}
