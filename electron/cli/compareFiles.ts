import { resolve } from 'node:path';
import type { Correction } from '../contract/comparison';
import { RUN_FILE_EXTENSION, type RunDocument } from '../contract/runFile';
import type { ComparisonSummary } from '../engine/verdict/comparisonSummary';
import { compareRuns, matchingCells } from '../engine/verdict/compareRuns';
import { pairParts, parseRunPart, unknownPart, type RunPart } from '../engine/verdict/runParts';
import { pairsItself } from '../engine/verdict/sameRun';
import { sideNames } from '../engine/verdict/verdictText';
import { CliError } from './cliError';
import { openRunFile } from './runFiles';

/** What two run files say of each other. */
export interface ComparedFiles {
  readonly summary: ComparisonSummary;
  readonly names: readonly [a: string, b: string];
  /** That of side B. */
  readonly document: RunDocument;
}

/** One side of a comparison of runs that exist already. */
export interface RunFilePart {
  readonly path: string;
  /** Absent: the whole run. */
  readonly part?: RunPart | undefined;
}

/** `FILE.moerun`, or `FILE.moerun@family:natural`; undefined for anything else. */
export function runFilePart(text: string): RunFilePart | undefined {
  if (text.endsWith(RUN_FILE_EXTENSION)) {
    return { path: resolve(text) };
  }
  const [file, name] = text.split(`${RUN_FILE_EXTENSION}@`, 2);
  if (file === undefined || name === undefined) {
    return undefined;
  }
  const part = parseRunPart(name);
  if (part === undefined) {
    throw new CliError(
      `${JSON.stringify(name)} is no part of a run: say family:NAME, tactic:ID or batch:SIZE`,
    );
  }
  return { path: resolve(file + RUN_FILE_EXTENSION), part };
}

/** Two runs, or parts of one or two, as they were measured. */
export async function compareFiles(
  a: RunFilePart,
  b: RunFilePart,
  correction: Correction,
): Promise<ComparedFiles> {
  if ((a.part === undefined) !== (b.part === undefined)) {
    throw new CliError('name a part of both runs, or of neither');
  }
  const documentA = await openRunFile(a.path);
  const documentB = a.path === b.path ? documentA : await openRunFile(b.path);
  requirePart(documentA, a.part);
  requirePart(documentB, b.part);
  const pairs =
    a.part === undefined || b.part === undefined
      ? matchingCells(documentA, documentB)
      : pairParts(documentA, a.part, documentB, b.part);
  if (pairs.length === 0) {
    throw new CliError(`${a.path} and ${b.path} have no cell in common`);
  }
  if (pairsItself(documentA, documentB, pairs)) {
    throw new CliError(sameSides(a, documentB));
  }
  return {
    summary: compareRuns(documentA, documentB, pairs, correction),
    names: namesOf([a, b], sideNames(documentA, documentB)),
    document: documentB,
  };
}

function requirePart(document: RunDocument, part: RunPart | undefined): void {
  const unknown = part === undefined ? undefined : unknownPart(document, part);
  if (unknown !== undefined) {
    throw new CliError(unknown);
  }
}

/** A verdict on a run and itself would be SAME whatever was measured, and pass a gate. */
function sameSides({ path, part }: RunFilePart, { header }: RunDocument): string {
  const what = part === undefined ? 'run' : 'part of the run';
  const shown =
    header.plan.comparison === undefined ? '' : `; show ${path} prints the comparison it holds`;
  return (
    `both sides are the same ${what}, ${header.runId}: name another run, ` +
    `or two parts of this one, e.g. @family:NAME${shown}`
  );
}

function namesOf(
  parts: readonly [RunFilePart, RunFilePart],
  [a, b]: readonly [string, string],
): readonly [string, string] {
  const nameOf = ({ part }: RunFilePart, name: string): string =>
    part === undefined ? name : `${part.kind} ${part.value} of ${name}`;
  return [nameOf(parts[0], a), nameOf(parts[1], b)];
}
