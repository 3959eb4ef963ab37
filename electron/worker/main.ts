/** The measurement process: takes one job from its supervisor, does it and ends. */
import type { WorkerJob } from '../contract/workerApi';
import { parse } from '../engine/schemas/parse';
import { workerJobSchema } from '../engine/schemas/worker';
import { describe } from './describeJob';
import { loadNativeAddon, nativeAddonPath } from './nativeAddon';
import { failureKindOf, runReplicate } from './replicateJob';
import { openSupervisorPort } from './supervisorPort';

const port = openSupervisorPort();
let busy = false;

port.onMessage((message) => {
  if (busy) {
    return; // A worker does one job; whoever sends a second is told by its end.
  }
  busy = true;
  void work(message).finally(() => port.close());
});

async function work(message: unknown): Promise<void> {
  try {
    const job = parse(workerJobSchema, message, 'the job of a worker');
    if (!job.ok) {
      throw new Error(job.error.message);
    }
    await doJob(job.value);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    await port.send({ type: 'failed', kind: failureKindOf(error), message: words });
  }
}

async function doJob(job: WorkerJob): Promise<void> {
  const addon = loadNativeAddon(nativeAddonPath(process.env, import.meta.url));
  switch (job.type) {
    case 'describe':
      await port.send({ type: 'described', report: await describe(job, addon) });
      break;
    case 'bandwidth':
      await port.send({ type: 'bandwidth', bandwidth: addon.measureReadBandwidth(job.threads) });
      break;
    case 'replicate':
      await runReplicate(job, addon, (reply) => port.send(reply));
      break;
  }
  await port.send({ type: 'finished' });
}
