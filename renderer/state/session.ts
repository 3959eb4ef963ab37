import type {
  CompareRequest,
  HostMethod,
  HostMethods,
  RunAnnotation,
} from '../../electron/contract/api';
import type { Result, WorkbenchError } from '../../electron/contract/errors';
import type { PlanPreview, PlanRequest } from '../../electron/contract/plan';
import type { SideRegisters } from '../../electron/contract/registers';
import type { ExportedFile, ExportRequest, ReportFacts } from '../../electron/contract/report';
import type { RunDocument, RunId } from '../../electron/contract/runFile';
import type { Bridge } from '../bridge/connection';
import {
  INITIAL_STATE,
  LOADING,
  type AppState,
  type Loadable,
  type RecordsEvent,
} from './appState';
import { withDocument, withRecords } from './liveRecords';
import { createStore, type Store } from './store';

/** Live records are drawn at most this often: a chart need not follow every block. */
const RECORDS_PERIOD_MS = 200;

/** Characters of compilers' output that are kept in view. */
const MOST_BUILD_OUTPUT = 40_000;

/** The one store of the window and everything that can be done to it. */
export class Session {
  readonly store: Store<AppState> = createStore(INITIAL_STATE);
  #waiting: RecordsEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stops: (() => void)[] = [];

  constructor(private readonly bridge: Bridge) {}

  /** Subscribes to the host and asks for what every view needs. Returns the function that ends it. */
  start(onOpened: (runId: RunId) => void): () => void {
    const { workbench, connection } = this.bridge;
    this.#set({ connection: connection.current() });
    this.#stops = [
      workbench.on('run:records', (event) => this.#receive(event)),
      workbench.on('run:progress', (progress) =>
        this.#set({ progress, activeRunId: progress.runId }),
      ),
      workbench.on('run:ended', (ended) => this.#finish(ended)),
      workbench.on('build:output', ({ text }) =>
        this.#set({
          buildOutput: (this.store.get().buildOutput + text).slice(-MOST_BUILD_OUTPUT),
        }),
      ),
      workbench.on('runs:changed', () => void this.loadRuns()),
      workbench.on('runs:opened', ({ runId }) => onOpened(runId)),
      connection.subscribe((state) => this.#connectionChanged(state)),
    ];
    void this.#loadEverything();
    return () => {
      clearTimeout(this.#timer);
      for (const stop of this.#stops) stop();
      this.#stops = [];
    };
  }

  async loadRuns(): Promise<void> {
    const runs = toLoadable(await this.#call('runs:list', {}));
    this.#set({ runs });
    if (runs.status !== 'ready') return;
    const running = runs.value.find(({ status }) => status === 'running');
    if (running !== undefined) this.#set({ activeRunId: running.runId });
  }

  async loadMachine(): Promise<void> {
    this.#set({ machine: LOADING });
    this.#set({ machine: toLoadable(await this.#call('machine:describe', {})) });
  }

  /** The compiler's reports; they change with a build only, so each window asks once. */
  async loadRegisters(): Promise<void> {
    if (this.store.get().registers.status === 'ready') return;
    this.#set({ registers: LOADING });
    this.#set({ registers: toLoadable(await this.#call('registers:describe', {})) });
  }

  /** Makes a run the open one; does nothing when it is open already. */
  async openRun(runId: RunId): Promise<void> {
    const { opened } = this.store.get();
    if (opened?.runId === runId && opened.document.status !== 'error') return;
    this.#set({ opened: { runId, document: LOADING, early: [] } });
    await this.#fetchDocument(runId);
  }

  /** Answers undefined and leaves a notice when the run could not start. */
  async startRun(request: PlanRequest): Promise<RunId | undefined> {
    const result = await this.#call('run:start', request);
    return result.ok ? this.#begin(result.value.runId) : this.#fail(result);
  }

  /** As startRun, for two branches; the error is left to the caller, who may ask for trust. */
  async startComparison(request: CompareRequest): Promise<Result<RunId>> {
    this.#set({ buildOutput: '' });
    const result = await this.#call('compare:start', request);
    return result.ok ? { ok: true, value: this.#begin(result.value.runId) } : result;
  }

  /** A run's document beside the open one: the other side of a comparison. */
  fetchRun(runId: RunId): Promise<Result<RunDocument>> {
    return this.#call('runs:open', { runId });
  }

  /** What the compilers said of both branches of a run that compares. */
  fetchSideRegisters(runId: RunId): Promise<Result<SideRegisters>> {
    return this.#call('registers:ofSides', { runId });
  }

  /** What a report says of a run beside its figures. */
  fetchReportFacts(runId: RunId): Promise<Result<ReportFacts>> {
    return this.#call('report:facts', { runId });
  }

  /** A run as finished files in the format asked for. */
  exportReport(request: ExportRequest): Promise<Result<readonly ExportedFile[]>> {
    return this.#call('report:export', request);
  }

  async cancelRun(runId: RunId): Promise<void> {
    const result = await this.#call('run:cancel', { runId });
    if (!result.ok) this.#fail(result);
  }

  async resumeRun(runId: RunId): Promise<RunId | undefined> {
    this.#set({ ended: undefined });
    const result = await this.#call('run:resume', { runId });
    if (!result.ok) return this.#fail(result);
    if (this.store.get().opened?.runId === runId) void this.#fetchDocument(runId);
    return this.#begin(result.value.runId);
  }

  /** `text` is the content of a run file; the host validates it. */
  async importRun(text: string): Promise<RunId | undefined> {
    const result = await this.#call('runs:import', { text });
    if (!result.ok) return this.#fail(result);
    void this.loadRuns();
    return result.value.runId;
  }

  async annotate(annotation: RunAnnotation): Promise<boolean> {
    const result = await this.#call('runs:annotate', annotation);
    if (!result.ok) this.#fail(result);
    else void this.loadRuns();
    return result.ok;
  }

  preview(request: PlanRequest): Promise<Result<PlanPreview>> {
    return this.#call('plan:preview', request);
  }

  /** Says at the head of the place what went wrong with an action that has no place of its own. */
  showNotice(notice: WorkbenchError): void {
    this.#set({ notice });
  }

  dismissNotice(): void {
    this.#set({ notice: undefined });
  }

  async #loadEverything(): Promise<void> {
    await Promise.all([
      this.#call('app:info', {}).then((info) => this.#set({ app: toLoadable(info) })),
      this.loadRuns(),
      this.loadMachine(),
      this.#loadActive(),
    ]);
  }

  async #loadActive(): Promise<void> {
    const result = await this.#call('run:active', {});
    if (!result.ok) return;
    const { progress } = result.value;
    this.#set({ progress, ...(progress === undefined ? {} : { activeRunId: progress.runId }) });
  }

  async #fetchDocument(runId: RunId): Promise<void> {
    const result = await this.#call('runs:open', { runId });
    const { opened } = this.store.get();
    if (opened?.runId !== runId) return;
    if (!result.ok) {
      this.#set({ opened: { ...opened, document: { status: 'error', error: result.error } } });
      return;
    }
    // Run files only grow, so the longer of two is the newer one.
    const known = opened.document.status === 'ready' ? opened.document.value : undefined;
    if (known !== undefined && known.records.length > result.value.records.length) return;
    const { opened: next, gap } = withDocument(opened, result.value);
    this.#set({ opened: next });
    if (gap) await this.#fetchDocument(runId);
  }

  #receive(event: RecordsEvent): void {
    this.#waiting.push(event);
    this.#timer ??= setTimeout(() => this.#applyWaiting(), RECORDS_PERIOD_MS);
  }

  #applyWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    const { opened } = this.store.get();
    if (opened === undefined || events.length === 0) return;
    const { opened: next, gap } = withRecords(opened, events);
    if (next !== opened) this.#set({ opened: next });
    if (gap) void this.#fetchDocument(opened.runId);
  }

  #finish(ended: AppState['ended']): void {
    this.#applyWaiting();
    this.#set({ ended, progress: undefined, activeRunId: undefined });
    void this.loadRuns();
  }

  #connectionChanged(connection: AppState['connection']): void {
    const before = this.store.get().connection;
    this.#set({ connection });
    if (before !== 'lost' || connection !== 'connected') return;
    // Events may have been lost beyond what the host replays: everything is asked for again.
    void this.#loadEverything();
    const { opened } = this.store.get();
    if (opened !== undefined) void this.#fetchDocument(opened.runId);
  }

  #call<M extends HostMethod>(
    method: M,
    request: HostMethods[M]['request'],
  ): Promise<Result<HostMethods[M]['reply']>> {
    return this.bridge.workbench.call(method, request);
  }

  /** A very short run may have ended before the answer to its start came. */
  #begin(runId: RunId): RunId {
    const { ended } = this.store.get();
    const over = ended?.runId === runId;
    this.#set({ notice: undefined, ...(over ? {} : { ended: undefined, activeRunId: runId }) });
    void this.loadRuns();
    return runId;
  }

  #fail(result: Result<unknown> & { readonly ok: false }): undefined {
    this.#set({ notice: result.error });
    return undefined;
  }

  #set(changes: Partial<AppState>): void {
    this.store.update((state) => ({ ...state, ...changes }));
  }
}

function toLoadable<T>(result: Result<T>): Loadable<T> {
  return result.ok
    ? { status: 'ready', value: result.value }
    : { status: 'error', error: result.error };
}
