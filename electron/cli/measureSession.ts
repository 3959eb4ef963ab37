import type { RunDocument, RunRecord } from '../contract/runFile';
import type { RunSession } from '../host/runSession';
import { exitCodes } from './cliError';
import { ProgressLine } from './progressLine';

/**
 * Measures with a progress line on standard error, until the end or Ctrl+C. A run that was cancelled or
 * failed says so and sets the exit code; what was recorded until then is returned all the same.
 */
export async function measureSession(session: RunSession): Promise<RunDocument> {
  const line = new ProgressLine(process.stderr);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const records: RunRecord[] = [...session.document.records];
  const end = await session.measure(
    {
      onRecord: (record) => {
        records.push(record);
        if (record.type === 'failure') {
          line.note(record.message);
        }
      },
      onProgress: (progress) => line.update(progress),
    },
    stop.signal,
  );
  line.clear();
  if (end.reason === 'cancelled') {
    process.stderr.write(`cancelled; go on with: moe-workbench resume ${session.path}\n`);
    process.exitCode = exitCodes.interrupted;
  } else if (end.reason === 'failed') {
    process.stderr.write(`moe-workbench: the run failed: ${end.message ?? 'no reason given'}\n`);
    process.exitCode = exitCodes.usage;
  }
  return { ...session.document, records };
}
