import { utilityProcess } from 'electron';
import { LastLines } from '../host/lastLines';
import type { SpawnWorker } from '../host/workerProcess';

/**
 * Starts workers as utility processes: fork is not available where the runAsNode fuse is off, and a
 * crash of native code must not reach this process.
 */
export function utilityWorkers(workerPath: string): SpawnWorker {
  return () => {
    let child: ReturnType<typeof utilityProcess.fork> | undefined = utilityProcess.fork(
      workerPath,
      [],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        serviceName: 'MoE Workbench worker',
      },
    );
    const errors = new LastLines();
    child.stderr?.on('data', (data: Buffer) => errors.add(data.toString()));
    return {
      // A message to a process that has ended has crashed Electron's main process before.
      send: (job) => child?.postMessage(job),
      onMessage: (listener) => child?.on('message', listener),
      onExit: (listener) =>
        child?.once('exit', (code) => {
          child = undefined;
          listener({ code, signal: undefined, lastErrorLines: errors.text() });
        }),
      kill: () => void child?.kill(),
    };
  };
}
