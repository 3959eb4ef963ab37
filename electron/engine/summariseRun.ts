import type { Cell } from '../contract/plan';
import type { BlockRecord, CheckRecord, FailureRecord, RunDocument } from '../contract/runFile';
import type { CellSummary, RunSummary } from './runSummary';
import { withSpeedup } from './cellSpeedup';
import { seriesGroups } from './familySeries';
import { situationKey } from './situation';
import { estimateTime, replicateMedians, type ReplicateMedians } from './timeEstimate';

/** Everything recorded about one cell. */
interface CellRecords {
  readonly blocks: BlockRecord[];
  readonly checks: CheckRecord[];
  readonly failures: FailureRecord[];
}

/** What a run file says, cell by cell and family by family. Cheap enough to call on every change. */
export function summariseRun(document: RunDocument): RunSummary {
  const { plan } = document.header;
  const records = collect(document);
  const bandwidth = latestEnvironment(document).readBandwidth?.bytesPerSecond;
  const medians = plan.cells.map((cell) => replicateMedians(records[cell.index]?.blocks ?? []));
  const bare = plan.cells.map((cell) =>
    summariseCell(cell, recordsOf(records, cell), medians[cell.index] ?? new Map(), bandwidth),
  );
  const cells = withSpeedup(plan, withRegret(bare), medians);
  const finished = document.records.filter(
    (record) => record.type === 'replicate' && record.event === 'finished',
  );
  const last = document.records.at(-1);
  return {
    cells,
    groups: seriesGroups(plan, cells),
    finishedReplicates: finished.length,
    provisional: last?.type !== 'end' || last.reason === 'cancelled' || last.reason === 'failed',
  };
}

/** The environment of the latest start or resume: the one its bandwidth was measured in. */
export function latestEnvironment({ header, records }: RunDocument) {
  const resumed = records.findLast((record) => record.type === 'resume');
  return resumed?.type === 'resume' ? resumed.environment : header.environment;
}

function collect({ header, records }: RunDocument): readonly CellRecords[] {
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

function recordsOf(records: readonly CellRecords[], cell: Cell): CellRecords {
  return records[cell.index] ?? { blocks: [], checks: [], failures: [] };
}

function summariseCell(
  cell: Cell,
  { blocks, checks, failures }: CellRecords,
  medians: ReplicateMedians,
  bandwidth: number | undefined,
): CellSummary {
  if (cell.unsupported !== undefined) {
    return { cell, status: 'unsupported', reason: cell.unsupported };
  }
  const relativeError =
    checks.length === 0 ? undefined : Math.max(...checks.map((check) => check.relativeError));
  // A tactic that was wrong once gets no time at all.
  const wrong = checks.find((check) => !check.correct);
  if (wrong !== undefined) {
    return { cell, status: 'incorrect', reason: describeWrong(wrong), relativeError };
  }
  const time = estimateTime(blocks, medians);
  if (time === undefined) {
    const failure = failures.at(-1);
    return failure === undefined
      ? { cell, status: 'waiting', relativeError }
      : { cell, status: 'failed', reason: failure.message, relativeError };
  }
  const weightBytes = blocks.at(-1)?.weightBytes ?? 0;
  const weightBytesPerSecond = weightBytes / (time.medianUs / 1e6);
  return {
    cell,
    status: 'measured',
    time,
    relativeError,
    weightBytes,
    weightBytesPerSecond,
    ...(bandwidth === undefined ? {} : { bandwidthShare: weightBytesPerSecond / bandwidth }),
    ...(failures.length === 0 ? {} : { reason: failures.at(-1)?.message }),
  };
}

function describeWrong({ firstBad, relativeError, replicate }: CheckRecord): string {
  const where =
    firstBad === undefined
      ? `relative error ${relativeError}`
      : `token ${firstBad.token}, column ${firstBad.column}: expected ${firstBad.expected}, got ${firstBad.actual}`;
  return `wrong against the oracle in replicate ${replicate + 1}: ${where}`;
}

function withRegret(cells: readonly CellSummary[]): readonly CellSummary[] {
  const best = new Map<string, number>();
  for (const { cell, time } of cells) {
    if (time !== undefined) {
      const key = situationKey(cell);
      best.set(key, Math.min(best.get(key) ?? Infinity, time.medianUs));
    }
  }
  return cells.map((summary) => {
    const bestUs = best.get(situationKey(summary.cell));
    return summary.time === undefined || bestUs === undefined
      ? summary
      : { ...summary, regret: summary.time.medianUs / bestUs - 1 };
  });
}
