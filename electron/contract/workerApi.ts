import type { LibraryReport, CpuInfo, Ceilings } from './machine';
import type { RunPlan } from './plan';
import type { FailureKind, RunRecord } from './runFile';
import type { MoeProblem, Stage } from './problem';
import type { TacticId } from './tactic';
import type { Bytes, BytesPerSecond, Microseconds } from './units';

/** Supervisor to worker. A worker does one job and exits. */
export type WorkerJob =
  | {
      readonly type: 'describe';
      readonly libraryPaths: readonly string[];
      readonly problem?: MoeProblem | undefined;
      readonly stages?: readonly Stage[] | undefined;
    }
  | { readonly type: 'ceilings'; readonly threads: number }
  | { readonly type: 'deviceBandwidth'; readonly libraryPath: string }
  | ReplicateJob;

/** Kernel libraries by the side that they are; B and control only of a run that compares. */
export interface SideLibraries {
  readonly A: string;
  readonly B?: string | undefined;
  /** A copy of A's file, so that it is loaded and placed as a library of its own. */
  readonly control?: string | undefined;
}

export interface ReplicateJob {
  readonly type: 'replicate';
  readonly libraries: SideLibraries;
  readonly plan: RunPlan;
  readonly replicate: number;
  /** Cells in the order to visit, with the blocks still to measure in each. */
  readonly visits: readonly CellVisit[];
}

export interface CellVisit {
  readonly cell: number;
  readonly firstBlock: number;
  /** 0: the cell is checked against the oracle and not timed. */
  readonly blocks: number;
}

/** Worker to supervisor. `entering` comes before any native call of a cell, so that a crash can be named. */
export type WorkerMessage =
  | { readonly type: 'described'; readonly report: WorkerReport }
  | { readonly type: 'ceilings'; readonly ceilings: Ceilings }
  | { readonly type: 'deviceBandwidth'; readonly bytesPerSecond: BytesPerSecond }
  | {
      readonly type: 'activity';
      readonly activity: string;
      /** Silence longer than this is a hang. */ readonly limitUs: Microseconds;
    }
  | { readonly type: 'entering'; readonly cell: number; readonly limitUs: Microseconds }
  | { readonly type: 'record'; readonly record: RunRecord }
  | { readonly type: 'finished' }
  | { readonly type: 'failed'; readonly kind: FailureKind; readonly message: string };

export interface WorkerReport {
  readonly cpu: CpuInfo;
  readonly libraries: readonly LibraryReport[];
  /** Per tactic and stage of the problem asked about. */
  readonly support: readonly ProblemSupport[];
  /** Libraries that could not be loaded, and why. */
  readonly failures: readonly { readonly path: string; readonly message: string }[];
}

export interface ProblemSupport {
  readonly tacticId: TacticId;
  readonly stage: Stage;
  readonly supported: boolean;
  readonly reason?: string | undefined;
  /** Bytes of packed weights of the stage (both GEMMs for `layer`), one copy. */
  readonly weightBytes: Bytes;
}
