import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ExportJob } from '../../engine/report/exportJob';
import type { WorkerProcess } from '../workerProcess';

/** Starts a report thread, told early what it will write so that it can load what that takes. */
export type SpawnReport = (format: ExportJob['format']) => WorkerProcess<ExportJob>;

/**
 * Nearly all that the thread makes is garbage soon: a large young generation takes 1 to 2 s off the export of
 * 10,000 cells (`npm run bench -- report`).
 */
const resourceLimits = { maxYoungGenerationSizeMb: 512 };

/**
 * Report threads of this process. A thread has a heap and a global object of its own, and begins half a second
 * sooner than a process, which nothing here needs: no native code is loaded.
 *
 * @param appFolder where the bundled program is
 */
export function reportThreads(appFolder: string): SpawnReport {
  return (format) => {
    const thread = new Worker(join(appFolder, 'report', 'main.mjs'), {
      workerData: format,
      resourceLimits,
    });
    let lastError = '';
    thread.on('error', (error) => (lastError = error.message));
    return {
      send: (job) => thread.postMessage(job),
      onMessage: (listener) => thread.on('message', listener),
      onExit: (listener) =>
        thread.on('exit', (code) =>
          listener({ code, signal: undefined, lastErrorLines: lastError }),
        ),
      kill: () => void thread.terminate(),
    };
  };
}
