import { resolve } from 'node:path';
import type { RunDocument } from '../contract/runFile';
import { summariseRun } from '../engine/summariseRun';
import { readRunFile } from '../host/runStore';
import { orThrow } from './cliError';
import { compareRun } from '../engine/verdict/compareRun';
import { sideNames } from '../engine/verdict/verdictText';
import { formatComparison } from './comparisonText';
import { formatSummary } from './summaryText';
import { replayCommand } from '../engine/replayCommand';

export async function show(file: string, options: { readonly json: boolean }): Promise<void> {
  const path = resolve(file);
  printDocument(orThrow(await readRunFile(path)), path, options.json);
}

export function printDocument(document: RunDocument, path: string, json: boolean): void {
  const summary = summariseRun(document);
  for (const warning of document.warnings) {
    process.stderr.write(`warning: ${warning}\n`);
  }
  if (!json) {
    const comparison = compareRun(document);
    process.stdout.write(
      comparison === undefined
        ? formatSummary(document, summary, path)
        : formatComparison(comparison, sideNames(document, document), path),
    );
    return;
  }
  const { runId, createdAt, environment, plan } = document.header;
  const command = replayCommand(plan);
  const comparison = compareRun(document);
  const report = { runId, createdAt, path, command, environment, plan, summary, comparison };
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
}
