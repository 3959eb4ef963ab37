import type { Cell, RunPlan } from '../contract/plan';
import type { RunDocument, SlotRecord } from '../contract/runFile';
import { cellRates, measuredCeilings, type MeasuredCeilings } from './cellRates';
import { collectRecords, describeWrong, type CellRecords } from './cellRecords';
import type { CellSummary, RunSummary } from './runSummary';
import { withSpeedup } from './cellSpeedup';
import { seriesGroups } from './familySeries';
import { situationKey } from './situation';
import { chooseTactics } from './tuning/choices';
import { regretsBySituation } from './tuning/regrets';
import { estimateTime, replicateMedians, type ReplicateMedians } from './timeEstimate';

/**
 * What a run file says, cell by cell and family by family. Cheap enough to call on every change.
 *
 * @param side of a run that compares; absent: what the run is of
 */
export function summariseRun(
  document: RunDocument,
  side: SlotRecord['side'] = ownSide(document.header.plan),
): RunSummary {
  const { plan } = document.header;
  const records = collectRecords(document);
  // Control cells are not among the results.
  const contenders = plan.cells.filter((cell) => cell.control !== true);
  const ceilings = measuredCeilings(document);
  const medians = plan.cells.map((cell) =>
    replicateMedians(records[cell.index]?.blocks ?? [], side),
  );
  const bare = contenders.map((cell) =>
    summariseCell(
      plan,
      cell,
      side,
      recordsOf(records, cell),
      medians[cell.index] ?? new Map(),
      ceilings,
    ),
  );
  const ranked = withStanding(withRegret(bare), medians);
  const cells = withSpeedup(plan, ranked, medians);
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

/** Of two sides the contender is what a run is of. */
export function ownSide({ comparison }: Pick<RunPlan, 'comparison'>): SlotRecord['side'] {
  return comparison === undefined ? 'A' : 'B';
}

function recordsOf(records: readonly CellRecords[], cell: Cell): CellRecords {
  return records[cell.index] ?? { blocks: [], checks: [], failures: [] };
}

function summariseCell(
  plan: RunPlan,
  cell: Cell,
  side: SlotRecord['side'],
  { blocks, checks, failures }: CellRecords,
  medians: ReplicateMedians,
  ceilings: MeasuredCeilings,
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
  const time = estimateTime(blocks, medians, side);
  if (time === undefined) {
    const failure = failures.at(-1);
    return failure === undefined
      ? { cell, status: 'waiting', relativeError }
      : { cell, status: 'failed', reason: failure.message, relativeError };
  }
  return {
    cell,
    status: 'measured',
    time,
    relativeError,
    ...cellRates(plan, cell, time.medianUs, blocks.at(-1)?.weightBytes ?? 0, ceilings),
    ...(failures.length === 0 ? {} : { reason: failures.at(-1)?.message }),
  };
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

/** Marks what is as good as the best, and what the fixed rule of a tune would choose of it. */
function withStanding(
  cells: readonly CellSummary[],
  medians: readonly ReplicateMedians[],
): readonly CellSummary[] {
  const timed = cells.flatMap(({ cell, time }) =>
    time === undefined ? [] : [{ cell, medians: medians[cell.index] ?? new Map() }],
  );
  const standings = new Map<number, CellSummary['standing']>();
  // What the compiler gave is not in a run file, so registers break no tie here.
  for (const { cell, tieSet } of chooseTactics(regretsBySituation(timed), new Map())) {
    for (const { index } of tieSet) {
      standings.set(index, 'tied');
    }
    standings.set(cell.index, 'chosen');
  }
  return cells.map((summary) => {
    const standing = standings.get(summary.cell.index);
    return standing === undefined ? summary : { ...summary, standing };
  });
}
