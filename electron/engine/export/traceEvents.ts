import type { Microseconds } from '../../contract/units';

type Arguments = Readonly<Record<string, unknown>>;

/** A bar: begins at `ts` and takes `dur`. */
export interface Bar {
  readonly ph: 'X';
  readonly name: string;
  readonly cat: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: Microseconds;
  readonly dur: Microseconds;
  readonly args: Arguments;
}

/** A moment on one thread. */
export interface Instant {
  readonly ph: 'i';
  readonly s: 't';
  readonly name: string;
  readonly cat: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: Microseconds;
  readonly args: Arguments;
}

/** A value that holds until the next of the same name; the key of its argument is the unit. */
export interface Counter {
  readonly ph: 'C';
  readonly name: string;
  readonly pid: number;
  readonly tid?: undefined;
  readonly ts: Microseconds;
  readonly args: Readonly<Record<string, number>>;
}

/** What a process or thread is called and where it stands. */
export interface Metadata {
  readonly ph: 'M';
  readonly name: 'process_name' | 'process_sort_index' | 'thread_name' | 'thread_sort_index';
  readonly pid: number;
  readonly tid?: number;
  readonly args: Readonly<Record<string, string | number>>;
}

/** The events of Chrome's trace event format that are used here. */
export type TraceEvent = Bar | Instant | Counter | Metadata;
