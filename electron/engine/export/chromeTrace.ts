import type { RunDocument } from '../../contract/runFile';

/**
 * A run as Chrome's trace format (chrome://tracing, Perfetto): a process per replicate, a thread per tactic, a
 * bar per block that ends when the block was recorded, counters for the device's clock. Times in µs since
 * the run began.
 */
export function chromeTrace({ header, records }: RunDocument): object {
  const beginMs = Date.parse(header.createdAt);
  const tactics = new Map(header.plan.tactics.map(({ id }, index) => [id, index + 1]));
  const replicates = new Set<number>();
  const events: object[] = [];
  for (const record of records) {
    if (record.type !== 'block') {
      continue;
    }
    const cell = header.plan.cells[record.cell];
    const endUs = (Date.parse(record.at) - beginMs) * 1000;
    const lengthUs = record.slots.reduce((sum, slot) => sum + slot.medianUs * slot.launches, 0);
    const pid = record.replicate + 1;
    replicates.add(pid);
    events.push({
      name: `${cell?.stage ?? ''} batch ${cell?.batchSize ?? ''}`,
      cat: cell?.control === true ? 'control' : 'block',
      ph: 'X',
      pid,
      tid: tactics.get(cell?.tacticId ?? '') ?? 0,
      ts: endUs - lengthUs,
      dur: lengthUs,
      args: {
        tactic: cell?.tacticId,
        slots_us: record.slots.map(({ side, medianUs }) => `${side} ${medianUs}`),
      },
    });
    if (record.device?.clockMhz !== undefined) {
      const args = { MHz: record.device.clockMhz };
      events.push({ name: 'clock', ph: 'C', pid, ts: endUs, args });
    }
  }
  const names = [...replicates].flatMap((pid) => [
    { name: 'process_name', ph: 'M', pid, args: { name: `replicate ${pid}` } },
    ...[...tactics].map(([id, tid]) => ({
      name: 'thread_name',
      ph: 'M',
      pid,
      tid,
      args: { name: id },
    })),
  ]);
  return { traceEvents: [...names, ...events], displayTimeUnit: 'ns' };
}
