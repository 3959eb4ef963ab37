import { existsSync, statSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import {
  PICTURE_SECTIONS,
  REPORT_SECTIONS,
  type ExportFormat,
  type ReportSection,
} from '../contract/report';
import { RUN_FILE_EXTENSION, type RunId } from '../contract/runFile';
import { unknownName } from '../engine/nearestName';
import { success } from '../engine/result';
import type { Result } from '../contract/errors';
import type { JobBaseline, MadeFile } from '../engine/report/exportJob';
import { dataFolder } from '../host/dataFolder';
import { readNotes } from '../host/readNotes';
import { exportRun as makeExport, type ExportOrder } from '../host/reports/exportRun';
import { reportRegisters } from '../host/reports/reportRegisters';
import { readRunHeader } from '../host/runStore';
import { writeWhole } from '../host/writeWhole';
import { CliError, exitCodes, orThrow } from './cliError';
import { exportPorts, kernelLibraries, sessionPorts } from './surroundings';
import { version } from '../../package.json';

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly baseline?: string;
  readonly sections?: string;
  readonly side?: 'A' | 'B';
  readonly title?: string;
  readonly remarks?: string;
  readonly out?: string;
}

/** Writes a run in another tool's or person's form, to a file or to standard output. */
export async function exportRun(file: string, options: ExportOptions): Promise<void> {
  const asked = {
    run: resolve(file),
    baseline: baselineOf(options.baseline),
    side: options.side,
    choice: {
      sections: sectionsOf(options),
      title: options.title ?? '',
      remarks: options.remarks ?? '',
    },
  };
  const exported = await makeExport(options.format, orderOf(asked), exportPorts());
  if (!exported.ok) {
    const { code, message, details = '' } = exported.error;
    const exitCode = code === 'no_printer' ? exitCodes.noPrinter : exitCodes.usage;
    throw new CliError([message, details].filter(Boolean).join('\n'), exitCode);
  }
  const { files, printedBy } = exported.value;
  if (printedBy !== undefined) {
    process.stderr.write(`printed by ${printedBy}\n`);
  }
  await write(files, options.out);
}

/** What was asked for, with what this machine knows of the run beside its file. */
async function orderOf(
  asked: Pick<ExportOrder, 'run' | 'baseline' | 'side' | 'choice'>,
): Promise<Result<ExportOrder>> {
  const header = await readRunHeader(asked.run);
  if (!header.ok) {
    return header;
  }
  const registers = await reportRegisters(header.value, kernelLibraries(), sessionPorts().cache);
  return registers.ok
    ? success({
        ...asked,
        registers: registers.value,
        notes: notesOf(header.value.runId),
        version,
        madeAt: new Date().toISOString(),
      })
    : registers;
}

/** A run file, or a family of the run. */
function baselineOf(text: string | undefined): JobBaseline | undefined {
  if (text === undefined) {
    return undefined;
  }
  const family = /^family:(.+)$/.exec(text)?.[1];
  if (family !== undefined) {
    return { kind: 'family', family };
  }
  if (!text.endsWith(RUN_FILE_EXTENSION)) {
    throw new CliError(
      `baseline ${JSON.stringify(text)} is neither a ${RUN_FILE_EXTENSION} file nor family:NAME`,
    );
  }
  return { kind: 'run', path: resolve(text) };
}

/** In the order in which they were named; of pictures one is the default, of a report every section. */
function sectionsOf({ sections, format }: ExportOptions): readonly ReportSection[] {
  if (sections === undefined) {
    return format === 'svg' || format === 'png' ? [PICTURE_SECTIONS[0]] : REPORT_SECTIONS;
  }
  return sections.split(',').map((word) => {
    const section = REPORT_SECTIONS.find((name) => name === word.trim());
    if (section === undefined) {
      throw new CliError(unknownName('section', word.trim(), REPORT_SECTIONS));
    }
    return section;
  });
}

/** What was written about the run in the library of this machine; without it a report is one all the same. */
function notesOf(runId: RunId): string {
  const notes = readNotes(dataFolder(process.env), runId);
  if (!notes.ok) {
    process.stderr.write(`warning: ${notes.error.message}\n`);
    return '';
  }
  return notes.value;
}

async function write(files: readonly MadeFile[], out: string | undefined): Promise<void> {
  const [first, ...others] = files;
  if (out !== undefined && isFolder(out)) {
    for (const { name, content } of files) {
      orThrow(writeWhole(join(resolve(out), name), content));
      process.stderr.write(`${join(out, name)}\n`);
    }
    return;
  }
  if (first === undefined || others.length > 0) {
    throw new CliError(
      `these are ${files.length} pictures: name a folder with --out, or fewer sections`,
    );
  }
  if (out !== undefined) {
    orThrow(writeWhole(resolve(out), first.content));
    return;
  }
  if (process.stdout.isTTY && isBinary(first.name)) {
    throw new CliError('this is no text for a terminal: name a file with --out');
  }
  await new Promise<void>((done, failed) =>
    process.stdout.write(first.content, (error) => (error ? failed(error) : done())),
  );
}

function isFolder(path: string): boolean {
  return path.endsWith(sep) || (existsSync(path) && statSync(path).isDirectory());
}

function isBinary(name: string): boolean {
  return /\.(pdf|png|parquet)$/.test(name);
}
