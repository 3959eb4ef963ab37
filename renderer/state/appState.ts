import type { AppInfo, HostEvents, RunListEntry, RunProgress } from '../../electron/contract/api';
import type { WorkbenchError } from '../../electron/contract/errors';
import type { MachineReport } from '../../electron/contract/machine';
import type { RegistersAnswer } from '../../electron/contract/registers';
import type { RunDocument, RunId } from '../../electron/contract/runFile';

export type Loadable<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: T }
  | { readonly status: 'error'; readonly error: WorkbenchError };

export const LOADING = { status: 'loading' } as const;

export type Connection = 'connecting' | 'connected' | 'lost';
export type RecordsEvent = HostEvents['run:records'];
export type EndedEvent = HostEvents['run:ended'];

export interface OpenedRun {
  readonly runId: RunId;
  readonly document: Loadable<RunDocument>;
  /** Records that came while the document was still on its way. */
  readonly early: readonly RecordsEvent[];
}

/** Everything the window knows; what it shows besides is in the link (route.ts). */
export interface AppState {
  readonly connection: Connection;
  readonly app: Loadable<AppInfo>;
  readonly machine: Loadable<MachineReport>;
  /** Asked for when the Registers place is first shown. */
  readonly registers: Loadable<RegistersAnswer>;
  readonly runs: Loadable<readonly RunListEntry[]>;
  readonly opened?: OpenedRun | undefined;
  /** The run that is being measured now; known before its first progress. */
  readonly activeRunId?: RunId | undefined;
  /** Of the run that is being measured now. */
  readonly progress?: RunProgress | undefined;
  /** What the compilers have said since a comparison was last started. */
  readonly buildOutput: string;
  readonly ended?: EndedEvent | undefined;
  /** The last action that failed; shown until dismissed. */
  readonly notice?: WorkbenchError | undefined;
}

export const INITIAL_STATE: AppState = {
  connection: 'connecting',
  app: LOADING,
  machine: LOADING,
  registers: LOADING,
  runs: LOADING,
  buildOutput: '',
};
