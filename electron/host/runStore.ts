import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Result } from '../contract/errors';
import {
  RUN_FILE_EXTENSION,
  type HeaderRecord,
  type RunDocument,
  type RunId,
  type RunRecord,
} from '../contract/runFile';
import { failure, success } from '../engine/result';
import { decodeRunFile, encodeLine } from '../engine/runFile/codec';
import { writeFault } from '../engine/text/systemFault';
import { readFirstLine, readText } from './readText';
import { writeWhole } from './writeWhole';

/** The folder of run files. Every path is made here from a checked run id. */
export class RunStore {
  constructor(readonly folder: string) {}

  pathOf(runId: RunId): string {
    if (!isRunId(runId)) {
      throw new RangeError(`not a run id: ${JSON.stringify(runId)}`);
    }
    return join(this.folder, runId + RUN_FILE_EXTENSION);
  }

  create(header: HeaderRecord): Result<RunWriter> {
    return createRunFile(this.pathOf(header.runId), header);
  }

  async open(runId: RunId): Promise<Result<RunDocument>> {
    return isRunId(runId) ? readRunFile(this.pathOf(runId)) : noRun(runId);
  }

  /** Plan and environment of a run alone. */
  async openHeader(runId: RunId): Promise<Result<HeaderRecord>> {
    return isRunId(runId) ? readRunHeader(this.pathOf(runId)) : noRun(runId);
  }

  /** Ids of all files that look like runs, in no order; the folder may not exist yet. */
  async list(): Promise<readonly RunId[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names
      .filter((name) => name.endsWith(RUN_FILE_EXTENSION))
      .map((name) => basename(name, RUN_FILE_EXTENSION))
      .filter(isRunId);
  }

  /** Gives a file that was put here under another name the name of its run; false where that is taken. */
  rename(from: RunId, to: RunId): boolean {
    const path = this.pathOf(to);
    if (existsSync(path)) return false;
    renameSync(this.pathOf(from), path);
    return true;
  }

  /** Copies a run file's text into the store, byte for byte, after reading it as a run file. */
  import(text: string): Result<RunDocument> {
    const document = decodeRunFile(text);
    if (!document.ok) {
      return document;
    }
    const written = writeIntoFolder(this.pathOf(document.value.header.runId), text);
    return written.ok ? document : written;
  }
}

/** What is said of a run that there is not. */
export function noRun(name: string): Result<never> {
  return failure('not_found', `there is no run called ${JSON.stringify(name)}`);
}

const runIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/;

/** Letters, digits, dot, underscore and dash only, so that an id cannot leave the folder. */
export function isRunId(text: string): boolean {
  return runIdPattern.test(text) && !text.includes('..');
}

/** e.g. 20261123-164000-gpt-oss-20b-cpu-9f31: sorts by time and says what it is. */
export function newRunId(createdAt: Date, subject: string): RunId {
  const time = createdAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const words = subject.replaceAll(/[^A-Za-z0-9.]+/g, '-').replaceAll(/\.{2,}/g, '.');
  return `${time}-${words}-${randomBytes(2).toString('hex')}`;
}

/** A whole run file; what is wrong with it is said with its path. */
export async function readRunFile(path: string): Promise<Result<RunDocument>> {
  const text = await readText(path);
  return text.ok ? decodeFile(path, text.value) : text;
}

/** Only the first line of a run file: its plan and environment, however much was recorded. */
export async function readRunHeader(path: string): Promise<Result<HeaderRecord>> {
  const line = await readFirstLine(path, '{');
  const read = line.ok ? decodeFile(path, line.value) : line;
  return read.ok ? success(read.value.header) : read;
}

function decodeFile(path: string, text: string): Result<RunDocument> {
  const decoded = decodeRunFile(text);
  return decoded.ok ? decoded : failure(decoded.error.code, `${path}: ${decoded.error.message}`);
}

/** Appends records; each is on the disk when `append` returns. */
export interface RunWriter {
  readonly path: string;
  append(record: RunRecord): void;
  close(): void;
}

/** Makes a new run file; it appears under its name only with a complete header in it. */
export function createRunFile(path: string, header: HeaderRecord): Result<RunWriter> {
  const written = writeIntoFolder(path, encodeLine(header));
  return written.ok ? success(openWriter(path)) : written;
}

/** Goes on with an existing file; a last line that a crash cut off is removed first. */
export function appendToRunFile(path: string): Result<RunWriter> {
  try {
    const whole = readFileSync(path).lastIndexOf('\n') + 1;
    truncateSync(path, whole);
    return success(openWriter(path));
  } catch (error) {
    return failure('not_writable', `cannot append to ${path}: ${writeFault(error)}`);
  }
}

function openWriter(path: string): RunWriter {
  const file = openSync(path, 'a');
  return {
    path,
    append: (record) => {
      writeSync(file, encodeLine(record));
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

/** Makes the folder where it is missing. */
function writeIntoFolder(path: string, text: string): Result<undefined> {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    return failure('not_writable', `cannot write ${path}: ${writeFault(error)}`);
  }
  return writeWhole(path, text);
}
