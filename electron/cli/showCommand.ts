import { resolve } from 'node:path';
import type { RunDocument } from '../contract/runFile';
import { summariseRun } from '../engine/summariseRun';
import { readRunFile } from '../host/runStore';
import { orThrow } from './cliError';
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
    process.stdout.write(formatSummary(document, summary, path));
    return;
  }
  const { runId, createdAt, environment, plan } = document.header;
  const command = replayCommand(plan);
  const report = { runId, createdAt, path, command, environment, plan, summary };
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
}
