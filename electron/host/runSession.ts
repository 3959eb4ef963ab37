import type { RunProgress } from '../contract/api';
import type { Result } from '../contract/errors';
import type { PlanRequest } from '../contract/plan';
import {
  RUN_FILE_SCHEMA_VERSION,
  type EndRecord,
  type HeaderRecord,
  type RunDocument,
  type RunRecord,
} from '../contract/runFile';
import { failure, success } from '../engine/result';
import { runSubject } from '../engine/runSubject';
import type { Machine } from './machine';
import { measureRun } from './measurement';
import { prepareStart } from './planning';
import { appendToRunFile, createRunFile, newRunId, readRunFile, type RunWriter } from './runStore';
import type { SpawnWorker } from './workerProcess';

export interface SessionPorts {
  readonly machine: Machine;
  readonly spawnWorker: SpawnWorker;
  readonly now: () => Date;
}

export interface SessionListener {
  onRecord(record: RunRecord): void;
  onProgress(progress: RunProgress): void;
}

/** A run that is ready to be measured: its file is open and holds everything recorded so far. */
export interface RunSession {
  readonly document: RunDocument;
  readonly path: string;
  /** Measures until the end or the cancel; the file is closed afterwards. */
  measure(listener: SessionListener, cancelled: AbortSignal): Promise<EndRecord>;
}

/** Plans a new run and makes its file. @param pathFor where the file of a header goes */
export async function startSession(
  request: PlanRequest,
  ports: SessionPorts,
  pathFor: (header: HeaderRecord) => string,
): Promise<Result<RunSession>> {
  const prepared = await prepareStart(request, ports.machine);
  if (!prepared.ok) {
    return prepared;
  }
  const { preview, report, libraryPath } = prepared.value;
  const bandwidth = await ports.machine.measureBandwidth(preview.plan.threads);
  const createdAt = ports.now();
  const header: HeaderRecord = {
    type: 'header',
    format: 'moerun',
    schemaVersion: RUN_FILE_SCHEMA_VERSION,
    runId: newRunId(createdAt, runSubject(request)),
    createdAt: createdAt.toISOString(),
    environment: ports.machine.environment(report, bandwidth.ok ? bandwidth.value : undefined),
    plan: preview.plan,
  };
  const writer = createRunFile(pathFor(header), header);
  return writer.ok
    ? success(sessionOf({ header, records: [], warnings: [] }, writer.value, libraryPath, ports))
    : writer;
}

/** Goes on with a run from the last block in its file. */
export async function resumeSession(
  path: string,
  ports: SessionPorts,
): Promise<Result<RunSession>> {
  const read = await readRunFile(path);
  if (!read.ok) {
    return read;
  }
  const document = read.value;
  const last = document.records.at(-1);
  if (last?.type === 'end' && last.reason !== 'cancelled' && last.reason !== 'failed') {
    return failure('invalid_request', `${path} is complete; there is nothing to resume`);
  }
  const { plan } = document.header;
  const report = await ports.machine.ask(plan.problem, []);
  if (!report.ok) {
    return report;
  }
  const library = report.value.libraries.find(({ target }) => target === plan.target);
  if (library === undefined) {
    return failure('unsupported', `target ${plan.target} of ${path} cannot be measured here`);
  }
  const missing = plan.tactics.find(
    ({ id }) => !library.tactics.some(({ tactic, supported }) => supported && tactic.id === id),
  );
  if (missing !== undefined) {
    return failure('unsupported', `this machine cannot run tactic ${missing.id} of ${path}`);
  }
  const bandwidth = await ports.machine.measureBandwidth(plan.threads);
  const writer = appendToRunFile(path);
  if (!writer.ok) {
    return writer;
  }
  const resumed: RunRecord = {
    type: 'resume',
    at: ports.now().toISOString(),
    environment: ports.machine.environment(
      report.value,
      bandwidth.ok ? bandwidth.value : undefined,
    ),
  };
  writer.value.append(resumed);
  return success(
    sessionOf(
      { ...document, records: [...document.records, resumed] },
      writer.value,
      library.path,
      ports,
    ),
  );
}

function sessionOf(
  document: RunDocument,
  writer: RunWriter,
  libraryPath: string,
  { spawnWorker, now }: SessionPorts,
): RunSession {
  return {
    document,
    path: writer.path,
    measure: async (listener, cancelled) => {
      try {
        return await measureRun(
          document,
          { spawnWorker, libraryPath, writer, now, ...listenerPorts(listener) },
          cancelled,
        );
      } finally {
        writer.close();
      }
    },
  };
}

function listenerPorts(listener: SessionListener): SessionListener {
  return {
    onRecord: (record) => listener.onRecord(record),
    onProgress: (progress) => listener.onProgress(progress),
  };
}
