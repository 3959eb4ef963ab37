import type { Result } from '../../contract/errors';
import type { ExportJob, MadeFile } from '../../engine/report/exportJob';
import { failure, success } from '../../engine/result';
import { exportAnswerSchema } from '../../engine/schemas/exportJob';
import { parse } from '../../engine/schemas/parse';
import type { WorkerProcess } from '../workerProcess';

/** A report of 10,000 cells takes 5 s, on a busy machine several times that. */
const answerLimitMs = 120_000;

/**
 * Gives a report thread its one job, takes its files and ends it.
 *
 * @param job may still be on its way: the thread takes half a second to begin
 */
export function askReport(
  thread: WorkerProcess<ExportJob>,
  job: Promise<Result<ExportJob>>,
): Promise<Result<readonly MadeFile[]>> {
  return new Promise((resolve) => {
    const settle = (result: Result<readonly MadeFile[]>): void => {
      clearTimeout(limit);
      resolve(result);
      thread.kill();
    };
    const limit = setTimeout(() => {
      settle(failure('internal', 'the report was not made within two minutes'));
    }, answerLimitMs);
    thread.onMessage((data) => {
      const answer = parse(exportAnswerSchema, data, 'the answer of the report thread', 'internal');
      if (!answer.ok) {
        settle(answer);
      } else if (answer.value.type === 'exported') {
        settle(success(answer.value.files));
      } else {
        settle(failure('invalid_request', answer.value.message));
      }
    });
    thread.onExit(({ lastErrorLines }) =>
      settle(
        failure('internal', `the report thread ended: ${lastErrorLines || 'no reason given'}`),
      ),
    );
    job.then(
      (ready) => (ready.ok ? thread.send(ready.value) : settle(ready)),
      (error: unknown) => settle(failure('internal', `the report has no data: ${String(error)}`)),
    );
  });
}
