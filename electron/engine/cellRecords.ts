import type { BlockRecord, CheckRecord, FailureRecord, RunDocument } from '../contract/runFile';

/** Everything recorded about one cell. */
export interface CellRecords {
  readonly blocks: BlockRecord[];
  readonly checks: CheckRecord[];
  readonly failures: FailureRecord[];
}

/** Records of each cell, in the order of the plan's cells. */
export function collectRecords({ header, records }: RunDocument): readonly CellRecords[] {
  const byCell: CellRecords[] = header.plan.cells.map(() => ({
    blocks: [],
    checks: [],
    failures: [],
  }));
  for (const record of records) {
    if (record.type === 'block') {
      byCell[record.cell]?.blocks.push(record);
    } else if (record.type === 'check') {
      byCell[record.cell]?.checks.push(record);
    } else if (record.type === 'failure' && record.cell !== undefined) {
      byCell[record.cell]?.failures.push(record);
    }
  }
  return byCell;
}

export function describeWrong({ firstBad, relativeError, replicate, side }: CheckRecord): string {
  const where =
    firstBad === undefined
      ? `relative error ${relativeError}`
      : `token ${firstBad.token}, column ${firstBad.column}: expected ${firstBad.expected}, got ${firstBad.actual}`;
  const who = side === undefined ? '' : `side ${side} is `;
  return `${who}wrong against the oracle in replicate ${replicate + 1}: ${where}`;
}
