import { join, resolve } from 'node:path';
import { RUN_FILE_EXTENSION } from '../contract/runFile';
import { resumeSession, startSession, type RunSession } from '../host/runSession';
import { orThrow } from './cliError';
import { measureSession } from './measureSession';
import { planRequest, type PlanOptions } from './planOptions';
import { printDocument } from './showCommand';
import { warnOf } from './runFiles';
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
  const session = orThrow(await resumeSession(resolve(file), sessionPorts()));
  warnOf(session.document, session.path);
  await measure(session, options.json);
}

async function measure(session: RunSession, json: boolean): Promise<void> {
  printDocument(await measureSession(session), session.path, json);
}
