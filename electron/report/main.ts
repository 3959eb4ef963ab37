/** The report process: takes one job from its supervisor, answers with the finished files, and ends. */
import { openSupervisorPort } from '../childProcess/supervisorPort';
import type { ExportAnswer } from '../engine/report/exportJob';
import { exportJobSchema } from '../engine/schemas/exportJob';
import { parse } from '../engine/schemas/parse';
import { exportFiles } from './exportFiles';

const port = openSupervisorPort<ExportAnswer>();

port.onMessage((data) => void work(data));

async function work(data: unknown): Promise<void> {
  await port.send(await answerTo(data));
  port.close();
}

async function answerTo(data: unknown): Promise<ExportAnswer> {
  const job = parse(exportJobSchema, data, 'the job of the report process');
  if (!job.ok) {
    return { type: 'failed', message: job.error.message };
  }
  const files = await exportFiles(job.value);
  return files.ok
    ? { type: 'exported', files: files.value }
    : { type: 'failed', message: files.error.message };
}
