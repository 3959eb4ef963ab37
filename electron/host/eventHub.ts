import type { HostEvent, HostEvents } from '../contract/api';
import type { RunId, RunRecord } from '../contract/runFile';

type Listener<E extends HostEvent> = (payload: HostEvents[E]) => void;
export type AnyEventListener = <E extends HostEvent>(event: E, payload: HostEvents[E]) => void;

/** At most 20 messages a second of each kind: what a window can use, and no more. */
const batchMs = 50;

/** Passes events to every window; records and progress are gathered so that measuring is not disturbed. */
export class EventHub {
  readonly #listeners = new Set<AnyEventListener>();
  #records: { runId: RunId; firstIndex: number; records: RunRecord[] } | undefined;
  #progress: HostEvents['run:progress'] | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Returns the function that unsubscribes. */
  subscribe(listener: AnyEventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit<E extends HostEvent>(event: E, payload: Parameters<Listener<E>>[0]): void {
    this.flush();
    this.#send(event, payload);
  }

  /** @param index the record's place in the run's list of records */
  record(runId: RunId, index: number, record: RunRecord): void {
    if (this.#records !== undefined && this.#records.runId !== runId) {
      this.flush();
    }
    this.#records ??= { runId, firstIndex: index, records: [] };
    this.#records.records.push(record);
    this.#schedule();
  }

  progress(progress: HostEvents['run:progress']): void {
    this.#progress = progress;
    this.#schedule();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [records, progress] = [this.#records, this.#progress];
    this.#records = undefined;
    this.#progress = undefined;
    if (records !== undefined) {
      this.#send('run:records', records);
    }
    if (progress !== undefined) {
      this.#send('run:progress', progress);
    }
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.flush(), batchMs);
  }

  #send<E extends HostEvent>(event: E, payload: HostEvents[E]): void {
    for (const listener of this.#listeners) {
      listener(event, payload);
    }
  }
}
