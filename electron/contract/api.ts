import type { MachineReport } from './machine';
import type { RegistersAnswer, SideRegisters } from './registers';
import type { ExportedFile, ExportRequest, ReportFacts } from './report';
import type { PlanPreview, PlanRequest } from './plan';
import type { WorkbenchError, Result } from './errors';
import type { EndReason, RunDocument, RunId, RunRecord } from './runFile';
import type { IsoTime, Seconds } from './units';

type Empty = Record<string, never>;

/** What the renderer may ask of the process that hosts it: Electron main or the loopback server. */
export interface HostMethods {
  'app:info': { request: Empty; reply: AppInfo };
  'machine:describe': { request: Empty; reply: MachineReport };
  'registers:describe': { request: Empty; reply: RegistersAnswer };
  /** The compiler's reports of both branches of a run that compares. */
  'registers:ofSides': { request: RunReference; reply: SideRegisters };
  'plan:preview': { request: PlanRequest; reply: PlanPreview };
  /** Builds both branches and measures them A B B A; the compilers are heard in 'build:output'. */
  'compare:start': { request: CompareRequest; reply: RunReference };
  'run:start': { request: PlanRequest; reply: RunReference };
  'run:cancel': { request: RunReference; reply: Empty };
  'run:resume': { request: RunReference; reply: RunReference };
  'run:active': { request: Empty; reply: { readonly progress?: RunProgress | undefined } };
  'runs:list': { request: Empty; reply: readonly RunListEntry[] };
  'runs:open': { request: RunReference; reply: RunDocument };
  /** `text` is the content of a run file; it is validated and copied into the library. */
  'runs:import': { request: { readonly text: string }; reply: RunReference };
  'runs:annotate': { request: RunAnnotation; reply: Empty };
  /** What a report says beside the figures of the run file. */
  'report:facts': { request: RunReference; reply: ReportFacts };
  /** The run as finished files, one for each picture where the format is one. */
  'report:export': { request: ExportRequest; reply: readonly ExportedFile[] };
}

export const HOST_METHODS = [
  'app:info',
  'machine:describe',
  'registers:describe',
  'registers:ofSides',
  'plan:preview',
  'compare:start',
  'run:start',
  'run:cancel',
  'run:resume',
  'run:active',
  'runs:list',
  'runs:open',
  'runs:import',
  'runs:annotate',
  'report:facts',
  'report:export',
] as const satisfies readonly (keyof HostMethods)[];
export type HostMethod = keyof HostMethods;

/** What the host tells the renderer unasked; at most 20 messages a second of each. */
export interface HostEvents {
  /** Records appended to a run's file, in order; `firstIndex` is the place of the first in RunDocument.records. */
  'run:records': {
    readonly runId: RunId;
    readonly firstIndex: number;
    readonly records: readonly RunRecord[];
  };
  'run:progress': RunProgress;
  'run:ended': {
    readonly runId: RunId;
    readonly reason: EndReason;
    readonly error?: WorkbenchError | undefined;
  };
  'runs:changed': Empty;
  /** What git and compilers say while branches are built. */
  'build:output': { readonly text: string };
  /** A file was opened from outside (double click, second instance). */
  'runs:opened': RunReference;
}

export const HOST_EVENTS = [
  'run:records',
  'run:progress',
  'run:ended',
  'runs:changed',
  'build:output',
  'runs:opened',
] as const satisfies readonly (keyof HostEvents)[];
export type HostEvent = keyof HostEvents;

export interface RunReference {
  readonly runId: RunId;
}

export interface CompareRequest {
  readonly plan: PlanRequest;
  /** A git ref, a folder, REPOSITORY#REF or a kernel library. */
  readonly a: string;
  readonly b: string;
  /** Where git refs are looked for. */
  readonly repository: string;
  /** Allows the build files of the repositories to run, from now on. */
  readonly trust: boolean;
}

export interface AppInfo {
  readonly version: string;
  readonly shell: 'electron' | 'web';
  /** Where run files are kept. */
  readonly libraryFolder: string;
}

export interface RunProgress {
  readonly runId: RunId;
  readonly phase: 'preparing' | 'measuring' | 'finishing';
  /** What is being done now, in words. */
  readonly activity: string;
  readonly replicate: number;
  readonly plannedReplicates: number;
  readonly doneCells: number;
  readonly plannedCells: number;
  /** 0 to 1 of the whole run. */
  readonly fraction: number;
  readonly elapsedSeconds: Seconds;
  readonly remainingSeconds?: Seconds | undefined;
}

export interface RunListEntry {
  readonly runId: RunId;
  readonly name: string;
  readonly createdAt: IsoTime;
  readonly preset?: string | undefined;
  readonly target: string;
  readonly cells: number;
  /** 'running', how it ended, or 'interrupted': it can be resumed. */
  readonly status: 'running' | 'interrupted' | EndReason;
  readonly notes: string;
  readonly tags: readonly string[];
}

export interface RunAnnotation {
  readonly runId: RunId;
  readonly name?: string | undefined;
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** The bridge the renderer talks through, the same in Electron and in a browser. */
export interface Workbench {
  call<M extends HostMethod>(
    method: M,
    request: HostMethods[M]['request'],
  ): Promise<Result<HostMethods[M]['reply']>>;
  /** Returns the function that unsubscribes. */
  on<E extends HostEvent>(event: E, listener: (payload: HostEvents[E]) => void): () => void;
}
