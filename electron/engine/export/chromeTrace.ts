import type { RunDocument } from '../../contract/runFile';
import { deviceName } from '../deviceName';
import type { TraceEvent } from './traceEvents';
import { Timeline } from './timeline';

/** The track of the replicate itself; tactics come after it. */
const replicateThread = 0;

/**
 * A run in Chrome's trace event format (chrome://tracing, Perfetto): a process per replicate, a thread per
 * tactic, a bar per block, counters for what the device said of itself, instants for failures. Times in µs
 * since the run began. (Schema: "Trace Event Format" of the Chromium project.)
 */
export function chromeTrace(document: RunDocument): object {
  const { header, records } = document;
  const threads = new Map(
    header.plan.tactics.map(({ id }, index) => [id, replicateThread + 1 + index]),
  );
  const timeline = new Timeline(header, threads);
  for (const record of records) {
    timeline.add(record);
  }
  const events = timeline.finish();
  const names = new Map([...threads].map(([id, thread]) => [thread, id]));
  return {
    traceEvents: [...metadataOf(events, names), ...events],
    displayTimeUnit: 'ns',
    otherData: {
      run_id: header.runId,
      created_at: header.createdAt,
      device: deviceName(document),
      workbench_version: header.environment.workbenchVersion,
    },
  };
}

/** Names and order of the processes and threads that have events, sorted. */
function metadataOf(
  events: readonly TraceEvent[],
  names: ReadonlyMap<number, string>,
): readonly TraceEvent[] {
  const threadsOf = new Map<number, Set<number>>();
  for (const { pid, tid } of events) {
    const threads = threadsOf.get(pid) ?? new Set();
    threadsOf.set(pid, tid === undefined ? threads : threads.add(tid));
  }
  return [...threadsOf]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([pid, threads]): TraceEvent[] => [
      { ph: 'M', name: 'process_name', pid, args: { name: `replicate ${pid}` } },
      { ph: 'M', name: 'process_sort_index', pid, args: { sort_index: pid } },
      ...[...threads]
        .toSorted((a, b) => a - b)
        .flatMap((tid): TraceEvent[] => [
          { ph: 'M', name: 'thread_name', pid, tid, args: { name: names.get(tid) ?? 'replicate' } },
          { ph: 'M', name: 'thread_sort_index', pid, tid, args: { sort_index: tid } },
        ]),
    ]);
}
