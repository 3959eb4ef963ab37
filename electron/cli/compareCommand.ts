import { join, resolve } from 'node:path';
import type { ComparisonRequest, Correction } from '../contract/comparison';
import { RUN_FILE_EXTENSION } from '../contract/runFile';
import { compareRun } from '../engine/verdict/compareRun';
import { comparisonMarkdown } from '../engine/report/markdown/comparisonMarkdown';
import { gate as gateOf, GATE_CODES } from '../engine/verdict/gate';
import { sideNames } from '../engine/verdict/verdictText';
import { startSession } from '../host/runSession';
import { openBranch, type BranchOptions } from './branchOptions';
import { CliError, exitCodes, orThrow } from './cliError';
import { compareFiles, runFilePart, type ComparedFiles } from './compareFiles';
import { formatComparison } from './comparisonText';
import { detectableBefore } from './detectableBefore';
import { measureSession } from './measureSession';
import { planRequest, type PlanOptions } from './planOptions';
import { runsFolder, sessionPorts } from './surroundings';

export interface CompareOptions extends PlanOptions, BranchOptions {
  readonly baselineTactic?: string;
  readonly weights?: string;
  readonly out?: string;
  readonly json: boolean;
  readonly markdown: boolean;
}

/** Two branches, measured A B B A; or two run files, as they are. */
export async function compare(a: string, b: string, options: CompareOptions): Promise<void> {
  const compared = await compareSides(a, b, options, 'benjamini-hochberg');
  print(compared, options);
}

/** As compare, with Holm's correction and an exit code: 0 pass, 1 slower, 2 wrong, 3 undecided. */
export async function gate(a: string, b: string, options: CompareOptions): Promise<void> {
  const compared = await compareSides(a, b, options, 'holm');
  const result = gateOf(compared.summary);
  print(compared, options, result);
  process.stderr.write(`${result.outcome}: ${result.sentence}\n`);
  if (process.exitCode === exitCodes.usage) {
    // The run failed; 2 would say that a kernel is wrong.
    process.exitCode = exitCodes.gateUsage;
  }
  process.exitCode ??= GATE_CODES[result.outcome];
}

interface Compared extends ComparedFiles {
  /** Of the run that was measured for it. */
  readonly path?: string | undefined;
}

async function compareSides(
  a: string,
  b: string,
  options: CompareOptions,
  correction: Correction,
): Promise<Compared> {
  const [partA, partB] = [runFilePart(a), runFilePart(b)];
  if (partA !== undefined && partB !== undefined) {
    return compareFiles(partA, partB, correction);
  }
  const [file] = [partA, partB].filter((side) => side !== undefined);
  if (file !== undefined) {
    const other = partA === undefined ? a : b;
    throw new CliError(`${file.path} is a run file, and ${other} is none: name two run files`);
  }
  const request = { ...planRequest(options), comparison: comparisonOf(options, correction) };
  const sides = {
    A: await openBranch(a, request.target, options),
    B: await openBranch(b, request.target, options),
  };
  const ports = sessionPorts();
  const session = orThrow(
    await startSession(
      request,
      ports,
      ({ runId }) =>
        options.out === undefined
          ? join(runsFolder(), runId + RUN_FILE_EXTENSION)
          : resolve(options.out),
      sides,
    ),
  );
  process.stderr.write(`${await detectableBefore(session.document, runsFolder())}\n`);
  const document = await measureSession(session);
  const summary = compareRun(document);
  if (summary === undefined) {
    throw new CliError(`${session.path} compares nothing`);
  }
  return { summary, names: sideNames(document, document), document, path: session.path };
}

function comparisonOf(options: CompareOptions, correction: Correction): ComparisonRequest {
  return {
    correction,
    ...(options.baselineTactic === undefined ? {} : { baselineTacticId: options.baselineTactic }),
    ...(options.weights === undefined ? {} : { weights: options.weights.split(',').map(weight) }),
  };
}

/** `BATCH:WEIGHT`. */
function weight(text: string): { readonly batchSize: number; readonly weight: number } {
  const [, batchSize, value] = /^(\d+):(\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  if (batchSize === undefined || value === undefined || Number(value) === 0) {
    throw new CliError(`weight ${JSON.stringify(text)} is not BATCH:WEIGHT, e.g. 4:0.5`);
  }
  return { batchSize: Number(batchSize), weight: Number(value) };
}

function print(
  { summary, names, document, path }: Compared,
  { json, markdown }: CompareOptions,
  gateResult?: ReturnType<typeof gateOf>,
): void {
  if (json) {
    const { environment, plan } = document.header;
    const report = { names, path, gate: gateResult, comparison: summary, environment, plan };
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  } else if (markdown) {
    process.stdout.write(comparisonMarkdown(summary, names));
  } else {
    process.stdout.write(formatComparison(summary, names, path));
  }
}
