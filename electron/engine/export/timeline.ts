import type { Cell } from '../../contract/plan';
import type {
  BlockRecord,
  DeviceState,
  FailureRecord,
  HeaderRecord,
  ReplicateRecord,
  RunRecord,
} from '../../contract/runFile';
import type { IsoTime, Microseconds } from '../../contract/units';
import { describeWrong } from '../cellRecords';
import { formatRouting } from '../routing/routingText';
import type { Counter, TraceEvent } from './traceEvents';

/** A replicate's process from its start; cut off where it never finished. */
interface Span {
  readonly startUs: Microseconds;
  /** End of its latest block so far. */
  busyUntilUs: Microseconds;
}

/**
 * Puts the records of a run file on a time axis, in the order of the file. Blocks are recorded when they end,
 * to the millisecond, and last as long as their slots; where two of a process would overlap by that rounding,
 * or because the clock was set back, the later one begins when the earlier one ends.
 */
export class Timeline {
  readonly #events: TraceEvent[] = [];
  readonly #open = new Map<number, Span>();
  /** Latest moment that the file has named. */
  #nowUs = 0;

  /** @param threads thread of each tactic; thread 0 is the replicate's own */
  constructor(
    private readonly header: HeaderRecord,
    private readonly threads: ReadonlyMap<string, number>,
  ) {}

  add(record: RunRecord): void {
    switch (record.type) {
      case 'replicate':
        this.#addReplicate(record);
        break;
      case 'block':
        this.#addBlock(record);
        break;
      case 'check':
        if (!record.correct) {
          this.#addInstant(record, 'incorrect', describeWrong(record));
        }
        break;
      case 'failure':
        this.#addInstant(record, record.kind, record.message);
        break;
      case 'resume':
      case 'end':
        this.#nowUs = this.#momentOf(record.at);
        break;
    }
  }

  /** Everything, with the replicates that never finished. */
  finish(): readonly TraceEvent[] {
    for (const replicate of this.#open.keys()) {
      this.#close(replicate);
    }
    return this.#events;
  }

  #addReplicate(record: ReplicateRecord): void {
    this.#nowUs = this.#momentOf(record.at);
    if (record.event === 'started') {
      const before = this.#close(record.replicate);
      const startUs = Math.max(this.#nowUs, before);
      this.#open.set(record.replicate, { startUs, busyUntilUs: startUs });
    } else {
      this.#close(record.replicate, record);
    }
  }

  /**
   * Draws a replicate from its start to its end.
   *
   * @param finished absent: it was cut off, and ends with its latest block
   * @returns when it ended; 0 where none was open
   */
  #close(replicate: number, finished?: ReplicateRecord): Microseconds {
    const span = this.#open.get(replicate);
    if (span === undefined) {
      return 0;
    }
    this.#open.delete(replicate);
    const endUs = Math.max(
      span.busyUntilUs,
      finished === undefined ? 0 : this.#momentOf(finished.at),
    );
    this.#events.push({
      ph: 'X',
      name: `replicate ${replicate + 1}${finished === undefined ? ', cut off' : ''}`,
      cat: 'replicate',
      pid: replicate + 1,
      tid: 0,
      ts: span.startUs,
      dur: endUs - span.startUs,
      args: { prepare_us: finished?.prepareUs, measured_us: finished?.measuredUs },
    });
    return endUs;
  }

  #addBlock(record: BlockRecord): void {
    this.#nowUs = this.#momentOf(record.at);
    const { replicate, slots, device } = record;
    const cell = this.header.plan.cells[record.cell];
    const lengthUs = slots.reduce((sum, slot) => sum + slot.medianUs * slot.launches, 0);
    const span = this.#spanOf(replicate, Math.max(0, this.#nowUs - lengthUs));
    const startUs = Math.max(this.#nowUs - lengthUs, span.busyUntilUs);
    const medians = (side: 'A' | 'B') =>
      slots.filter((slot) => slot.side === side).map(({ medianUs }) => medianUs);
    span.busyUntilUs = startUs + lengthUs;
    this.#events.push({
      ph: 'X',
      name: cell === undefined ? `cell ${record.cell}` : cellName(cell),
      cat: cell?.control === true ? 'control' : 'block',
      pid: replicate + 1,
      tid: this.#threadOf(cell),
      ts: startUs,
      dur: lengthUs,
      args: {
        tactic: cell?.tacticId,
        baseline_tactic: cell?.baselineTacticId,
        side_a_slots_us: medians('A'),
        side_b_slots_us: medians('B'),
        throttled: device?.throttleReasons,
      },
    });
    this.#events.push(...countersOf(device, replicate + 1, span.busyUntilUs));
  }

  /** Checks and failures have no time of their own: they stand where the replicate had got to. */
  #addInstant(
    { replicate, cell }: Pick<FailureRecord, 'replicate' | 'cell'>,
    name: string,
    message: string,
  ): void {
    const planned = cell === undefined ? undefined : this.header.plan.cells[cell];
    this.#events.push({
      ph: 'i',
      s: 't',
      name,
      cat: 'failure',
      pid: replicate + 1,
      tid: this.#threadOf(planned),
      ts: this.#open.get(replicate)?.busyUntilUs ?? this.#nowUs,
      args: { message, ...(planned === undefined ? {} : { cell: cellName(planned) }) },
    });
  }

  /** A file may begin in the middle of a replicate that nothing has started. */
  #spanOf(replicate: number, startUs: Microseconds): Span {
    const span = this.#open.get(replicate) ?? { startUs, busyUntilUs: startUs };
    this.#open.set(replicate, span);
    return span;
  }

  #threadOf(cell: Cell | undefined): number {
    return this.threads.get(cell?.tacticId ?? '') ?? 0;
  }

  /** Since the run began; a clock that was set back does not count below 0. */
  #momentOf(at: IsoTime): Microseconds {
    return Math.max(0, (Date.parse(at) - Date.parse(this.header.createdAt)) * 1000);
  }
}

function cellName({ stage, batchSize, routing, control }: Cell): string {
  const name = `${stage} batch ${batchSize} ${formatRouting(routing)}`;
  return control === true ? `A/A control ${name}` : name;
}

/** What the device said of itself while a block ran; the units are the keys. */
function countersOf(
  device: DeviceState | undefined,
  pid: number,
  ts: Microseconds,
): readonly Counter[] {
  const counter = (name: string, unit: string, value: number | undefined): Counter[] =>
    value === undefined ? [] : [{ ph: 'C', name, pid, ts, args: { [unit]: value } }];
  return [
    ...counter('clock', 'MHz', device?.clockMhz),
    ...counter('temperature', '°C', device?.temperatureC),
    ...counter('power', 'W', device?.powerW),
  ];
}
