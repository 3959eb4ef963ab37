import type { WorkerJob } from '../contract/workerApi';

/** How a worker ended. */
export interface WorkerExit {
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The last lines it wrote to standard error: what a crash says of itself. */
  readonly lastErrorLines: string;
}

/** One process or thread of ours that does a job, whatever started it. */
export interface WorkerProcess<Job = WorkerJob> {
  send(job: Job): void;
  /** Messages are untrusted until a schema has accepted them. */
  onMessage(listener: (message: unknown) => void): void;
  /** Called once. */
  onExit(listener: (exit: WorkerExit) => void): void;
  /** Ends it at once; harmless when it has ended. */
  kill(): void;
}

export type SpawnWorker = () => WorkerProcess;
