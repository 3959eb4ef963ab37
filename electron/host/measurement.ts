import type { RunProgress } from '../contract/api';
import type { EndReason, EndRecord, RunDocument, RunRecord } from '../contract/runFile';
import type { CellVisit, SideLibraries } from '../contract/workerApi';
import { isPreciseEnough } from '../engine/precision';
import { visitOrder } from '../engine/visitOrder';
import { ProgressEstimate } from './progress';
import type { RunWriter } from './runStore';
import { describeCell, superviseReplicate } from './supervisor';
import type { SpawnWorker } from './workerProcess';

export interface MeasurementPorts {
  readonly spawnWorker: SpawnWorker;
  readonly libraries: SideLibraries;
  readonly writer: RunWriter;
  readonly now: () => Date;
  onRecord(record: RunRecord): void;
  onProgress(progress: RunProgress): void;
}

/**
 * Measures what a run file still lacks: all of it for a new run, the rest after a crash or a cancel.
 * Every record is on the disk before anybody is told of it.
 *
 * @param document the file as it is; new records are added to the file and to the returned document
 */
export async function measureRun(
  document: RunDocument,
  ports: MeasurementPorts,
  cancelled: AbortSignal,
): Promise<EndRecord> {
  const { plan, runId } = document.header;
  const records: RunRecord[] = [...document.records];
  const startMs = ports.now().getTime();
  const progress = new ProgressEstimate(runId, plan, () => ports.now().getTime());
  const record = (added: RunRecord): void => {
    ports.writer.append(added);
    records.push(added);
    ports.onRecord(added);
  };
  const end = (reason: EndReason, message?: string): EndRecord => {
    const ended: EndRecord = {
      type: 'end',
      at: ports.now().toISOString(),
      reason,
      ...(message === undefined ? {} : { message }),
    };
    record(ended);
    return ended;
  };

  for (let replicate = 0; replicate < plan.effortPlan.maxReplicates; replicate++) {
    if (isFinished(records, replicate)) {
      continue;
    }
    const stop = replicate > 0 ? stopReason({ ...document, records }, startMs, ports) : undefined;
    if (stop !== undefined) {
      return end(stop);
    }
    const visits = pendingVisits({ ...document, records }, replicate);
    progress.startReplicate(
      replicate,
      visits.map((visit) => visit.cell),
    );
    if (!records.some((r) => r.type === 'replicate' && r.replicate === replicate)) {
      record({ type: 'replicate', replicate, event: 'started', at: ports.now().toISOString() });
    }
    ports.onProgress(progress.snapshot());
    const job = {
      type: 'replicate',
      libraries: ports.libraries,
      plan,
      replicate,
      visits,
    } as const;
    const outcome = await superviseReplicate(
      job,
      ports.spawnWorker,
      {
        onRecord: record,
        onActivity: (activity) => {
          progress.activity(activity);
          ports.onProgress(progress.snapshot());
        },
        onEntering: (cell) => {
          progress.enterCell(cell, describeCell(plan, cell));
          ports.onProgress(progress.snapshot());
        },
      },
      cancelled,
    );
    if (outcome === 'cancelled') {
      return end('cancelled');
    }
    if (typeof outcome === 'object') {
      return end('failed', outcome.failed);
    }
    progress.finishReplicate();
    record({ type: 'replicate', replicate, event: 'finished', at: ports.now().toISOString() });
    ports.onProgress(progress.snapshot());
  }
  return end('complete');
}

function stopReason(
  document: RunDocument,
  startMs: number,
  { now }: MeasurementPorts,
): EndReason | undefined {
  const { budgetSeconds } = document.header.plan.effortPlan;
  if (isPreciseEnough(document)) {
    return 'precise';
  }
  return now().getTime() - startMs >= budgetSeconds * 1000 ? 'budget' : undefined;
}

function isFinished(records: readonly RunRecord[], replicate: number): boolean {
  return records.some(
    (record) =>
      record.type === 'replicate' && record.event === 'finished' && record.replicate === replicate,
  );
}

/**
 * The visits of a replicate less the blocks that it already has, and less cells that are settled: a
 * tactic that was wrong, crashed or hung is not tried again.
 */
function pendingVisits({ header, records }: RunDocument, replicate: number): readonly CellVisit[] {
  const settled = new Set<number>();
  const blocksDone = new Map<number, number>();
  for (const record of records) {
    if (record.type === 'failure' && record.cell !== undefined) {
      settled.add(record.cell);
    } else if (record.type === 'check' && !record.correct) {
      settled.add(record.cell);
    } else if (record.type === 'block' && record.replicate === replicate) {
      blocksDone.set(record.cell, (blocksDone.get(record.cell) ?? 0) + 1);
    }
  }
  return visitOrder(header.plan, replicate).flatMap((visit) => {
    const done = blocksDone.get(visit.cell) ?? 0;
    return settled.has(visit.cell) || done >= visit.blocks
      ? []
      : [{ cell: visit.cell, firstBlock: done, blocks: visit.blocks - done }];
  });
}
