import type { Result } from '../contract/errors';
import type { WorkerJob, WorkerMessage } from '../contract/workerApi';
import { failure, success } from '../engine/result';
import { parse } from '../engine/schemas/parse';
import { workerMessageSchema } from '../engine/schemas/worker';
import type { SpawnWorker } from './workerProcess';

/** A question is answered in well under a second; a loader that blocks must not block us. */
const answerLimitMs = 30_000;

/** Starts a worker for one question and takes its one answer. */
export function askWorker<T extends WorkerMessage['type']>(
  spawnWorker: SpawnWorker,
  job: WorkerJob,
  answer: T,
): Promise<Result<Extract<WorkerMessage, { type: T }>>> {
  type Answer = Extract<WorkerMessage, { type: T }>;
  return new Promise((resolve) => {
    const worker = spawnWorker();
    const settle = (result: Result<Answer>): void => {
      clearTimeout(limit);
      resolve(result);
      worker.kill();
    };
    const limit = setTimeout(() => {
      settle(failure('worker_failed', `the worker did not answer "${job.type}" within 30 s`));
    }, answerLimitMs);
    worker.onMessage((data) => {
      const message = parse(workerMessageSchema, data, 'a message of the worker', 'worker_failed');
      if (!message.ok) {
        settle(message);
      } else if (message.value.type === answer) {
        settle(success(message.value as Answer)); // its type has just been compared
      } else if (message.value.type === 'failed') {
        settle(failure('worker_failed', message.value.message));
      }
    });
    worker.onExit(({ lastErrorLines }) =>
      settle(
        failure(
          'worker_failed',
          `the worker ended without answering "${job.type}": ${lastErrorLines || 'no reason given'}`,
        ),
      ),
    );
    worker.send(job);
  });
}
