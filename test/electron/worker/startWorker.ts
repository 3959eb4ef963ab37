import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorkerJob, WorkerMessage } from '../../../electron/contract/workerApi';

const built = (path: string): string => {
  const full = fileURLToPath(new URL(`../../../build/out/${path}`, import.meta.url));
  if (!existsSync(full)) {
    throw new Error(`${full} has not been built; "npm test" builds it before the tests run`);
  }
  return full;
};

export const workerPath = (): string => built('app/worker.mjs');
export const addonPath = (): string => built('native/moe_addon.node');
export const faultyLibrary = (): string => built('native/libmoe_faulty.so');
export const cpuLibrary = (): string => built('native/libmoe_cpu.so');

export interface WorkerEnd {
  readonly messages: readonly WorkerMessage[];
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A worker as the supervisor starts it. */
export function forkWorker(environment: Readonly<Record<string, string>> = {}): ChildProcess {
  return fork(workerPath(), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...environment },
  });
}

/** Gives a worker its job and waits until the process has ended. */
export function runWorker(
  job: WorkerJob,
  environment: Readonly<Record<string, string>> = {},
): Promise<WorkerEnd> {
  const worker = forkWorker(environment);
  const messages: WorkerMessage[] = [];
  worker.on('message', (message) => messages.push(message as WorkerMessage)); // from our own worker
  return new Promise((resolve) => {
    worker.on('close', (code, signal) => resolve({ messages, code, signal }));
    worker.send(job);
  });
}
