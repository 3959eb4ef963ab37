import type { RunDocument } from '../../contract/runFile';
import type { CellPairs } from './compareRuns';

/**
 * Whether two documents hold one run: a copy keeps its id, and under another id the same records are
 * still the same run. One may hold more of it than the other.
 */
export function isSameRun(a: RunDocument, b: RunDocument): boolean {
  return a.header.runId === b.header.runId || hasSameRecords(a, b);
}

/** Times of a run come twice only by copying. */
function hasSameRecords({ records: a }: RunDocument, { records: b }: RunDocument): boolean {
  return (
    a.some(({ type }) => type === 'block') &&
    a.length === b.length &&
    a.every((record, index) => JSON.stringify(record) === JSON.stringify(b[index]))
  );
}

/** Whether every cell is held against itself, so that nothing can come of it but SAME. */
export function pairsItself(a: RunDocument, b: RunDocument, pairs: CellPairs): boolean {
  return (
    pairs.length > 0 &&
    pairs.every(([cellA, cellB]) => cellA.index === cellB.index) &&
    isSameRun(a, b)
  );
}
