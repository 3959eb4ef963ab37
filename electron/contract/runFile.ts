import type { Environment } from './machine';
import type { RunPlan } from './plan';
import type { Bytes, IsoTime, Microseconds } from './units';

/**
 * A run file is JSON lines, append-only: line 1 is the header, each further line one record.
 * Every block is flushed to the disk before the next is measured.
 */
export const RUN_FILE_SCHEMA_VERSION = 2;
export const RUN_FILE_EXTENSION = '.moerun';

export interface HeaderRecord {
  readonly type: 'header';
  readonly format: 'moerun';
  readonly schemaVersion: number;
  readonly runId: RunId;
  readonly createdAt: IsoTime;
  readonly environment: Environment;
  readonly plan: RunPlan;
}

/** Letters, digits, '-', '_' and '.'; the stem of the file name in the library. */
export type RunId = string;

export interface ReplicateRecord {
  readonly type: 'replicate';
  readonly replicate: number;
  readonly event: 'started' | 'finished';
  readonly at: IsoTime;
  /** With 'finished': untimed preparation of weights and inputs, and time inside slots. */
  readonly prepareUs?: Microseconds | undefined;
  readonly measuredUs?: Microseconds | undefined;
}

/** A tactic's result against the oracle on fresh random inputs, before it is timed. */
export interface CheckRecord {
  readonly type: 'check';
  readonly cell: number;
  readonly replicate: number;
  /** Of a run that compares; absent with one side. */
  readonly side?: 'A' | 'B' | undefined;
  readonly correct: boolean;
  /** Root mean square of the difference over that of the oracle's output. */
  readonly relativeError: number;
  readonly comparedValues: number;
  /** Present when wrong. */
  readonly firstBad?:
    | {
        readonly token: number;
        readonly column: number;
        readonly expected: number;
        readonly actual: number;
      }
    | undefined;
}

/** One slot: `launches` back-to-back launches; its value is the median launch. */
export interface SlotRecord {
  readonly side: 'A' | 'B';
  readonly medianUs: Microseconds;
  readonly minUs: Microseconds;
  readonly maxUs: Microseconds;
  readonly launches: number;
}

/** A group of slots in one cell. With one branch every slot is side A; a control's B is a second copy of A. */
export interface BlockRecord {
  readonly type: 'block';
  readonly cell: number;
  readonly replicate: number;
  readonly block: number;
  readonly at: IsoTime;
  readonly slots: readonly SlotRecord[];
  /** Mean bytes of packed weights that one launch reads: touched experts only. */
  readonly weightBytes: Bytes;
  /** Smallest number of weight bytes touched between two uses of the same buffer. 0 when hot. */
  readonly reuseDistanceBytes: Bytes;
  /** What the device said of itself while the block ran; absent: it says nothing. */
  readonly device?: DeviceState | undefined;
}

/** Sampled once per block. */
export interface DeviceState {
  readonly clockMhz?: number | undefined;
  readonly temperatureC?: number | undefined;
  readonly powerW?: number | undefined;
  /** In words; empty: the device ran as fast as it may. */
  readonly throttleReasons: readonly string[];
}

export type FailureKind = 'crashed' | 'hung' | 'error' | 'out_of_memory';

/** A cell that could not be measured in a replicate; the run goes on. */
export interface FailureRecord {
  readonly type: 'failure';
  readonly replicate: number;
  /** Absent: the failure was not inside a cell. */
  readonly cell?: number | undefined;
  readonly kind: FailureKind;
  readonly message: string;
}

export interface ResumeRecord {
  readonly type: 'resume';
  readonly at: IsoTime;
  readonly environment: Environment;
}

export type EndReason = 'complete' | 'precise' | 'budget' | 'cancelled' | 'failed';

export interface EndRecord {
  readonly type: 'end';
  readonly at: IsoTime;
  readonly reason: EndReason;
  readonly message?: string | undefined;
}

export type RunRecord =
  ReplicateRecord | CheckRecord | BlockRecord | FailureRecord | ResumeRecord | EndRecord;

/** A run file in memory. */
export interface RunDocument {
  readonly header: HeaderRecord;
  readonly records: readonly RunRecord[];
  /** What was dropped or odd while reading, in words. */
  readonly warnings: readonly string[];
}
