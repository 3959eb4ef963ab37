import type { RunDocument } from '../../../electron/contract/runFile';
import type { CellStatus, RunSummary } from '../../../electron/engine/runSummary';

export interface RunFault {
  readonly key: string;
  readonly status: CellStatus;
  /** Tactic and batch size, or the replicate. */
  readonly where: string;
  readonly reason: string;
}

/** Every cell without a time that should have one, and failures outside cells. */
export function runFaults(document: RunDocument, summary: RunSummary): readonly RunFault[] {
  const cells = summary.cells
    .filter(({ status }) => status === 'failed' || status === 'incorrect')
    .map(({ cell, status, reason }) => ({
      key: `cell ${cell.index}`,
      status,
      where: `${cell.tacticId}, ${cell.stage}, batch ${cell.batchSize}`,
      reason: reason ?? 'No reason was recorded.',
    }));
  const outside = document.records.flatMap((record, index) =>
    record.type === 'failure' && record.cell === undefined
      ? [
          {
            key: `record ${index}`,
            status: 'failed' as const,
            where: `replicate ${record.replicate + 1}`,
            reason: record.message,
          },
        ]
      : [],
  );
  return [...cells, ...outside];
}
