import type { Library } from './library';
import type { RunStore } from './runStore';

/**
 * Brings the library up to date with the files, which are the truth: whatever they hold is in the index,
 * and nothing else is. Runs that are in it already are not read; of a copy of one only the header is.
 */
export async function rebuildIndex(store: RunStore, library: Library): Promise<void> {
  const runIds = await store.list();
  library.keepOnly(runIds);
  const files = new Set(runIds);
  for (const runId of runIds.filter((id) => !library.has(id))) {
    const header = await store.openHeader(runId);
    if (!header.ok) continue;
    const own = header.value.runId;
    // A copy of a run that is here already stays where it is, and out of the list.
    if (own !== runId && files.has(own)) continue;
    const document = await store.open(runId);
    if (document.ok && (own === runId || store.rename(runId, own))) {
      files.add(own);
      library.index(document.value);
    }
  }
}
