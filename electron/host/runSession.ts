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
import { writeFault } from '../engine/text/systemFault';
import type { SideLibraries, WorkerReport } from '../contract/workerApi';
import type { KernelCache } from './branches/kernelCache';
import type { Machine } from './machine';
import { measureRun } from './measurement';
import { prepareStart, type PreparedPlan } from './planning';
import { appendToRunFile, createRunFile, newRunId, readRunFile, type RunWriter } from './runStore';
import { findAgain, sideLibraries, type Sides } from './sides';
import type { SpawnWorker } from './workerProcess';

export interface SessionPorts {
  readonly machine: Machine;
  readonly cache: KernelCache;
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

/**
 * Plans a new run and makes its file.
 *
 * @param pathFor where the file of a header goes
 * @param sides of a run that compares; absent: this workbench's own library is measured
 */
export async function startSession(
  request: PlanRequest,
  ports: SessionPorts,
  pathFor: (header: HeaderRecord) => string,
  sides?: Sides,
): Promise<Result<RunSession>> {
  const prepared = await prepareStart(request, ports.machine, sides);
  if (!prepared.ok) {
    return prepared;
  }
  return beginSession(prepared.value, ports, pathFor, sides);
}

/** Makes the file of a plan that has been prepared. */
export async function beginSession(
  { preview, report, libraryPath }: PreparedPlan,
  ports: SessionPorts,
  pathFor: (header: HeaderRecord) => string,
  sides?: Sides,
): Promise<Result<RunSession>> {
  const [ceilings, libraries] = await Promise.all([
    ports.machine.ceilingsFor(preview.plan, libraryPath),
    librariesOf(libraryPath, sides, ports.cache),
  ]);
  if (!libraries.ok) {
    return libraries;
  }
  const createdAt = ports.now();
  const header: HeaderRecord = {
    type: 'header',
    format: 'moerun',
    schemaVersion: RUN_FILE_SCHEMA_VERSION,
    runId: newRunId(createdAt, runSubject(preview.plan)),
    createdAt: createdAt.toISOString(),
    environment: ports.machine.environment(report, ceilings),
    plan: preview.plan,
  };
  const writer = createRunFile(pathFor(header), header);
  return writer.ok
    ? success(
        sessionOf({ header, records: [], warnings: [] }, writer.value, libraries.value, ports),
      )
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
  const found = await librariesAgain(document, path, ports);
  if (!found.ok) {
    return found;
  }
  const { report, libraries } = found.value;
  const ceilings = await ports.machine.ceilingsFor(plan, libraries.A);
  const writer = appendToRunFile(path);
  if (!writer.ok) {
    return writer;
  }
  const resumed: RunRecord = {
    type: 'resume',
    at: ports.now().toISOString(),
    environment: ports.machine.environment(report, ceilings),
  };
  writer.value.append(resumed);
  return success(
    sessionOf(
      { ...document, records: [...document.records, resumed] },
      writer.value,
      libraries,
      ports,
    ),
  );
}

interface LibrariesAgain {
  readonly report: WorkerReport;
  readonly libraries: SideLibraries;
}

/** The libraries that a run began with, still able to run what is left of its plan. */
async function librariesAgain(
  { header: { plan } }: RunDocument,
  path: string,
  { machine, cache }: SessionPorts,
): Promise<Result<LibrariesAgain>> {
  const sides = plan.comparison === undefined ? undefined : await sidesAgain(plan, cache);
  if (sides?.ok === false) {
    return sides;
  }
  const own = sides === undefined ? machine : machine.withLibrary(sides.value.B.libraryPath);
  const report = await own.ask(plan.problem, []);
  if (!report.ok) {
    return report;
  }
  const library = report.value.libraries.find(({ target }) => target === plan.target);
  if (library === undefined) {
    return failure('unsupported', `target ${plan.target} of ${path} cannot be measured here`);
  }
  const measured = new Set(
    plan.cells
      .filter((cell) => cell.unsupported === undefined && cell.control !== true)
      .map(({ tacticId }) => tacticId),
  );
  const missing = plan.tactics.find(
    ({ id }) =>
      measured.has(id) &&
      !library.tactics.some(({ tactic, supported }) => supported && tactic.id === id),
  );
  if (missing !== undefined) {
    return failure('unsupported', `this machine cannot run tactic ${missing.id} of ${path}`);
  }
  const libraries = await librariesOf(library.path, sides?.value, cache);
  return libraries.ok ? success({ report: report.value, libraries: libraries.value }) : libraries;
}

/** What a replicate loads: the one library, or those of both sides. */
async function librariesOf(
  libraryPath: string,
  sides: Sides | undefined,
  cache: KernelCache,
): Promise<Result<SideLibraries>> {
  return sides === undefined ? success({ A: libraryPath }) : sideLibraries(sides, cache);
}

async function sidesAgain(
  { comparison, target }: RunDocument['header']['plan'],
  cache: KernelCache,
): Promise<Result<Sides>> {
  if (comparison === undefined) {
    return failure('internal', 'the run compares nothing');
  }
  const A = await findAgain(comparison.branches.A, target, cache);
  if (!A.ok) {
    return A;
  }
  const B = await findAgain(comparison.branches.B, target, cache);
  return B.ok ? success({ A: A.value, B: B.value }) : B;
}

function sessionOf(
  document: RunDocument,
  writer: RunWriter,
  libraries: SideLibraries,
  { spawnWorker, now }: SessionPorts,
): RunSession {
  return {
    document,
    path: writer.path,
    measure: async (listener, cancelled) => {
      try {
        return await measureRun(
          document,
          { spawnWorker, libraries, writer, now, ...listenerPorts(listener) },
          cancelled,
        );
      } catch (error) {
        // A full disk, most of all: what has been written stays, and the run can be resumed.
        const message = `${writer.path} could not be written (${writeFault(error)}); free some space and resume the run`;
        return { type: 'end', at: now().toISOString(), reason: 'failed', message };
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
