import type { ExportJob } from '../../../../electron/engine/report/exportJob';
import type { SpawnReport } from '../../../../electron/host/reports/reportThread';
import type { WorkerExit } from '../../../../electron/host/workerProcess';

/** What a report thread of the script can do once it has its job. */
export interface ScriptedChild {
  answer(message: unknown): void;
  exit(changes?: Partial<WorkerExit>): void;
}

export interface ScriptedReport {
  readonly spawn: SpawnReport;
  /** The jobs that threads were sent, in order. */
  readonly jobs: readonly ExportJob[];
  /** How many were started, and how many of them ended by the host. */
  readonly counts: { readonly started: number; readonly killed: number };
}

/** A report thread that does what a test says instead of making a report. */
export function scriptedReport(
  work: (child: ScriptedChild, job: ExportJob) => void,
): ScriptedReport {
  const jobs: ExportJob[] = [];
  const counts = { started: 0, killed: 0 };
  return {
    jobs,
    counts,
    spawn: () => {
      counts.started += 1;
      let onMessage: (message: unknown) => void = () => undefined;
      let onExit: (exit: WorkerExit) => void = () => undefined;
      const child: ScriptedChild = {
        answer: (message) => onMessage(message),
        exit: (changes = {}) =>
          onExit({ code: 1, signal: undefined, lastErrorLines: '', ...changes }),
      };
      return {
        send: (job) => {
          jobs.push(job);
          work(child, job);
        },
        onMessage: (listener) => (onMessage = listener),
        onExit: (listener) => (onExit = listener),
        kill: () => (counts.killed += 1),
      };
    },
  };
}

/** The answer of a process that has made one file. */
export function exported(name: string, text: string): object {
  return { type: 'exported', files: [{ name, content: new TextEncoder().encode(text) }] };
}
