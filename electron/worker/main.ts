/** The measurement process: takes one job from its supervisor, does it and ends. */
import type { WorkerJob, WorkerMessage } from '../contract/workerApi';
import { parse } from '../engine/schemas/parse';
import { workerJobSchema } from '../engine/schemas/worker';
import { describe } from './describeJob';
import { loadAddon } from './nativeAddon';
import { failureKindOf, runReplicate } from './replicateJob';
import { openSupervisorPort } from './supervisorPort';

const port = openSupervisorPort<WorkerMessage>();

let busy = false;

port.onMessage((data) => {
  // A worker does one job: a second message finds it at work or ending.
  if (!busy) {
    busy = true;
    void work(data);
  }
});

/** Does the one job that this process was started for, and ends. */
async function work(data: unknown): Promise<void> {
  const job = parse(workerJobSchema, data, 'the job of the worker');
  if (!job.ok) {
    await port.send({ type: 'failed', kind: 'error', message: job.error.message });
  } else {
    try {
      await perform(job.value);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await port.send({ type: 'failed', kind: failureKindOf(error), message });
    }
  }
  port.close();
}

async function perform(job: WorkerJob): Promise<void> {
  const addon = loadAddon();
  switch (job.type) {
    case 'describe':
      await port.send({ type: 'described', report: await describe(job, addon) });
      break;
    case 'ceilings':
      await port.send({ type: 'ceilings', ceilings: addon.measureCeilings(job.threads) });
      break;
    case 'deviceBandwidth': {
      const bytesPerSecond = new addon.NativeLibrary(job.libraryPath).readBandwidth();
      await port.send({ type: 'deviceBandwidth', bytesPerSecond });
      break;
    }
    case 'replicate':
      await runReplicate(job, addon, port.send);
      await port.send({ type: 'finished' });
      break;
  }
}
