/** The report thread: takes one job from the host, answers with the finished files, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ExportAnswer } from '../engine/report/exportJob';
import { exportJobSchema } from '../engine/schemas/exportJob';
import { parse } from '../engine/schemas/parse';
import { exportFiles, loadFormat } from './exportFiles';

if (parentPort === null) {
  throw new Error('reports are written in a thread that the workbench starts');
}
const host = parentPort;

// What goes wrong besides ends the thread, which the host hears too.
host.once('message', (data) => void answerTo(data).then((answer) => host.postMessage(answer)));

// Half a second's work, done while the host still finds out what there is to export.
void loadFormat(workerData);

async function answerTo(data: unknown): Promise<ExportAnswer> {
  const job = parse(exportJobSchema, data, 'the job of the report thread');
  if (!job.ok) {
    return { type: 'failed', message: job.error.message };
  }
  const files = await exportFiles(job.value);
  return files.ok
    ? { type: 'exported', files: files.value }
    : { type: 'failed', message: files.error.message };
}
