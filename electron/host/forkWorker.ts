import { fork } from 'node:child_process';
import { LastLines } from './lastLines';
import type { SpawnWorker } from './workerProcess';

/**
 * Starts workers as child processes of this one.
 *
 * @param workerPath the bundled process, an ES module
 */
export function forkWorkers(workerPath: string): SpawnWorker {
  return () => {
    const child = fork(workerPath, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const errors = new LastLines();
    child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.add(text));
    // Writing to a child that has just died fails here; its exit is what tells the story.
    child.on('error', (error) => errors.add(`${error.message}\n`));
    return {
      send: (job) => void child.send(job, () => undefined),
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) =>
        child.on('close', (code, signal) =>
          listener({
            code: code ?? undefined,
            signal: signal ?? undefined,
            lastErrorLines: errors.text(),
          }),
        ),
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
