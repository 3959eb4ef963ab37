import { resolve } from 'node:path';
import type { RunDocument } from '../contract/runFile';
import { summariseRun } from '../engine/summariseRun';
import { compareRun } from '../engine/verdict/compareRun';
import { sideNames } from '../engine/verdict/verdictText';
import { formatComparison } from './comparisonText';
import { openRunFile } from './runFiles';
import { formatSummary } from './summaryText';
import { replayCommand } from '../engine/replayCommand';

export async function show(file: string, options: { readonly json: boolean }): Promise<void> {
  printDocument(await openRunFile(file), resolve(file), options.json);
}

export function printDocument(document: RunDocument, path: string, json: boolean): void {
  const summary = summariseRun(document);
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
