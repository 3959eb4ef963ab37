import type { RunDocument } from '../../electron/contract/runFile';
import type { OpenedRun, RecordsEvent } from './appState';

export type Appended =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'appended'; readonly document: RunDocument }
  /** Records are missing in between: the document must be opened again. */
  | { readonly kind: 'gap' };

/** Adds what is new in an event to a document; events may overlap after a reconnect. */
export function appendRecords(document: RunDocument, event: RecordsEvent): Appended {
  const have = document.records.length;
  if (event.firstIndex > have) return { kind: 'gap' };
  const fresh = event.records.slice(have - event.firstIndex);
  if (fresh.length === 0) return { kind: 'unchanged' };
  return { kind: 'appended', document: { ...document, records: [...document.records, ...fresh] } };
}

/**
 * Applies events to the open run. While its document is loading they are kept; `gap` says that
 * the document has to be fetched again.
 */
export function withRecords(
  opened: OpenedRun,
  events: readonly RecordsEvent[],
): { readonly opened: OpenedRun; readonly gap: boolean } {
  const own = events.filter((event) => event.runId === opened.runId);
  if (own.length === 0) return { opened, gap: false };
  if (opened.document.status !== 'ready') {
    return { opened: { ...opened, early: [...opened.early, ...own] }, gap: false };
  }
  let document = opened.document.value;
  for (const event of own) {
    const result = appendRecords(document, event);
    if (result.kind === 'gap') return { opened, gap: true };
    if (result.kind === 'appended') document = result.document;
  }
  if (document === opened.document.value) return { opened, gap: false };
  return { opened: { ...opened, document: { status: 'ready', value: document } }, gap: false };
}

/** The document arrived: the records that came before it are put behind it. */
export function withDocument(
  opened: OpenedRun,
  document: RunDocument,
): { readonly opened: OpenedRun; readonly gap: boolean } {
  const ready: OpenedRun = {
    runId: opened.runId,
    document: { status: 'ready', value: document },
    early: [],
  };
  return withRecords(ready, opened.early);
}
