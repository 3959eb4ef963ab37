import type { Result } from '../../contract/errors';
import {
  RUN_FILE_SCHEMA_VERSION,
  type HeaderRecord,
  type RunDocument,
  type RunRecord,
} from '../../contract/runFile';
import { failure, success } from '../result';
import { parse } from '../schemas/parse';
import { headerSchema, recordSchema } from '../schemas/runFile';
import { isObject } from './isObject';
import { isPlainBlock } from './plainBlock';
import { hasPlainCells } from './plainCells';
import { upgradeLine } from './upgrade';

export function encodeLine(line: HeaderRecord | RunRecord): string {
  return `${JSON.stringify(line)}\n`;
}

export function encodeRunFile({ header, records }: RunDocument): string {
  return [header, ...records].map(encodeLine).join('');
}

/**
 * Reads a whole run file. A last line without its end, which a crash leaves, is dropped with a
 * warning; anything else that is wrong is an error that names the line.
 */
export function decodeRunFile(text: string): Result<RunDocument> {
  const lines = text.split('\n');
  const torn = lines.pop() ?? '';
  const [first = '', ...rest] = lines;
  const json = parseJson(first);
  const version = formatVersion(json);
  if (version === undefined) {
    return failure('run_file_invalid', whyNoHeader(lines.length === 0 ? torn : undefined));
  }
  if (version > RUN_FILE_SCHEMA_VERSION) {
    return failure(
      'run_file_newer',
      `this run file has schema version ${version}; this workbench reads up to ` +
        `${RUN_FILE_SCHEMA_VERSION}: use a newer workbench`,
    );
  }
  const header = decodeHeader(json, version);
  if (!header.ok) {
    return header;
  }
  const records: RunRecord[] = [];
  for (const [index, line] of rest.entries()) {
    const record = decodeRecord(line, version, index + 2);
    if (!record.ok) {
      return record;
    }
    const wrong = referenceProblem(record.value, header.value);
    if (wrong !== undefined) {
      return failure('run_file_invalid', `line ${index + 2} of the run file ${wrong}`);
    }
    records.push(record.value);
  }
  const warnings =
    torn === '' ? [] : [`the last line was cut off after ${torn.length} characters and dropped`];
  return success({ header: header.value, records, warnings });
}

/** @param only all of a file that has no whole line */
function whyNoHeader(only: string | undefined): string {
  if (only === '') {
    return 'this is not a run file: it is empty';
  }
  return only?.startsWith('{"type":"header"') === true
    ? 'this run file was cut off in its first line: nothing that was measured is in it'
    : 'this is not a run file: its first line is not a header';
}

/** Cells are nearly all of a long header: where they are plain, the schema is spared them. */
function decodeHeader(json: unknown, version: number): Result<HeaderRecord> {
  if (version !== RUN_FILE_SCHEMA_VERSION || !hasPlainCells(json)) {
    return checkLine(headerSchema, json, version, 1);
  }
  const { plan } = json;
  const header = checkLine(headerSchema, { ...json, plan: { ...plan, cells: [] } }, version, 1);
  return header.ok
    ? success({ ...header.value, plan: { ...header.value.plan, cells: plan.cells } })
    : header;
}

/** @param json what the line holds; undefined where it is not JSON */
function checkLine<T>(
  schema: Parameters<typeof parse<T>>[0],
  json: unknown,
  version: number,
  number: number,
): Result<T> {
  if (json === undefined) {
    return failure('run_file_invalid', `line ${number} of the run file is not JSON`);
  }
  const what = `line ${number} of the run file`;
  return parse(schema, upgradeLine(json, version), what, 'run_file_invalid');
}

function decodeRecord(line: string, version: number, number: number): Result<RunRecord> {
  const json = parseJson(line);
  return version === RUN_FILE_SCHEMA_VERSION && isPlainBlock(json)
    ? success(json)
    : checkLine(recordSchema, json, version, number);
}

/** A record may name only cells that the plan has. */
function referenceProblem(record: RunRecord, header: HeaderRecord): string | undefined {
  const cell = 'cell' in record ? record.cell : undefined;
  const count = header.plan.cells.length;
  return cell !== undefined && cell >= count
    ? `names cell ${cell}, but the plan has ${count}`
    : undefined;
}

function formatVersion(json: unknown): number | undefined {
  if (!isObject(json)) {
    return undefined;
  }
  const { format, schemaVersion } = json;
  const known = format === 'moerun' && Number.isSafeInteger(schemaVersion);
  return known ? (schemaVersion as number) : undefined; // isSafeInteger has checked it
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
