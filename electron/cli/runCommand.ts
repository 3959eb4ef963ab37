import { join, resolve } from 'node:path';
import { RUN_FILE_EXTENSION, type RunRecord } from '../contract/runFile';
import { resumeSession, startSession, type RunSession } from '../host/runSession';
import { exitCodes, orThrow } from './cliError';
import { planRequest, type PlanOptions } from './planOptions';
import { ProgressLine } from './progressLine';
import { printDocument } from './showCommand';
import { runsFolder, sessionPorts } from './surroundings';

interface RunOptions extends PlanOptions {
  readonly out?: string;
  readonly json: boolean;
}

export async function run(options: RunOptions): Promise<void> {
  const request = planRequest(options);
  const session = orThrow(
    await startSession(request, sessionPorts(), ({ runId }) =>
      options.out === undefined
        ? join(runsFolder(), runId + RUN_FILE_EXTENSION)
        : resolve(options.out),
    ),
  );
  await measure(session, options.json);
}

export async function resume(file: string, options: { readonly json: boolean }): Promise<void> {
  await measure(orThrow(await resumeSession(resolve(file), sessionPorts())), options.json);
}

async function measure(session: RunSession, json: boolean): Promise<void> {
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
  printDocument({ ...session.document, records }, session.path, json);
  if (end.reason === 'cancelled') {
    process.stderr.write(`cancelled; go on with: moe-workbench resume ${session.path}\n`);
    process.exitCode = exitCodes.interrupted;
  } else if (end.reason === 'failed') {
    process.stderr.write(`moe-workbench: the run failed: ${end.message ?? 'no reason given'}\n`);
    process.exitCode = exitCodes.usage;
  }
}
