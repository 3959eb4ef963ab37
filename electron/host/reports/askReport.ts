import type { Result } from '../../contract/errors';
import type { ExportJob, MadeFile } from '../../engine/report/exportJob';
import { failure, success } from '../../engine/result';
import { exportAnswerSchema } from '../../engine/schemas/exportJob';
import { parse } from '../../engine/schemas/parse';
import type { SpawnWorker } from '../workerProcess';

/** A report of 10,000 cells takes 5 s, on a busy machine several times that. */
const answerLimitMs = 120_000;

/**
 * Starts a report process for one job and takes its files.
 *
 * @param job may still be on its way: the process takes half a second to begin
 */
export function askReport(
  spawnReport: SpawnWorker<ExportJob>,
  job: Promise<Result<ExportJob>>,
): Promise<Result<readonly MadeFile[]>> {
  return new Promise((resolve) => {
    const child = spawnReport();
    const settle = (result: Result<readonly MadeFile[]>): void => {
      clearTimeout(limit);
      resolve(result);
      child.kill();
    };
    const limit = setTimeout(() => {
      settle(failure('internal', 'the report was not made within two minutes'));
    }, answerLimitMs);
    child.onMessage((data) => {
      const answer = parse(
        exportAnswerSchema,
        data,
        'the answer of the report process',
        'internal',
      );
      if (!answer.ok) {
        settle(answer);
      } else if (answer.value.type === 'exported') {
        settle(success(answer.value.files));
      } else {
        settle(failure('invalid_request', answer.value.message));
      }
    });
    child.onExit(({ lastErrorLines }) =>
      settle(
        failure('internal', `the report process ended: ${lastErrorLines || 'no reason given'}`),
      ),
    );
    job.then(
      (ready) => (ready.ok ? child.send(ready.value) : settle(ready)),
      (error: unknown) => settle(failure('internal', `the report has no data: ${String(error)}`)),
    );
  });
}
