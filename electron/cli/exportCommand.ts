import { resolve } from 'node:path';
import type { RunDocument } from '../contract/runFile';
import { cellTable } from '../engine/export/cellRows';
import { chromeTrace } from '../engine/export/chromeTrace';
import { csvText } from '../engine/export/csv';
import { googleBenchmarkJson } from '../engine/export/googleBenchmark';
import { nvbenchJson } from '../engine/export/nvbench';
import { compareRun } from '../engine/verdict/compareRun';
import { comparisonMarkdown } from '../engine/verdict/comparisonMarkdown';
import { sideNames } from '../engine/verdict/verdictText';
import { readRunFile } from '../host/runStore';
import { writeWhole } from '../host/writeWhole';
import { CliError, orThrow } from './cliError';

/** What a run file can be turned into. */
export const EXPORT_FORMATS = [
  'md',
  'csv',
  'json',
  'nvbench',
  'google-benchmark',
  'chrome-trace',
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Writes a run in another tool's or person's form, to a file or to standard output. */
export async function exportRun(
  file: string,
  options: { readonly format: ExportFormat; readonly out?: string },
): Promise<void> {
  const document = orThrow(await readRunFile(resolve(file)));
  const text = exported(document, options.format);
  if (options.out === undefined) {
    process.stdout.write(text);
    return;
  }
  orThrow(writeWhole(resolve(options.out), text));
}

function exported(document: RunDocument, format: ExportFormat): string {
  switch (format) {
    case 'md':
      return markdown(document);
    case 'csv': {
      const { headings, rows } = cellTable(document);
      return csvText(headings, rows);
    }
    case 'json':
      return jsonText({ ...cellObjects(document), runId: document.header.runId });
    case 'nvbench':
      return jsonText(nvbenchJson(document));
    case 'google-benchmark':
      return jsonText(googleBenchmarkJson(document));
    case 'chrome-trace':
      return jsonText(chromeTrace(document));
  }
}

function markdown(document: RunDocument): string {
  const comparison = compareRun(document);
  if (comparison === undefined) {
    throw new CliError('this run has one side: Markdown is the table of a comparison; try csv');
  }
  return comparisonMarkdown(comparison, sideNames(document, document));
}

/** The table of cells as objects, with what the run was measured on and by. */
function cellObjects(document: RunDocument): object {
  const { headings, rows } = cellTable(document);
  const { environment, plan, createdAt } = document.header;
  return {
    createdAt,
    environment,
    plan: { ...plan, cells: undefined },
    cells: rows.map((row) => Object.fromEntries(headings.map((name, i) => [name, row[i]]))),
  };
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
