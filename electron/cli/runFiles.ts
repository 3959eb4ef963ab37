import { resolve } from 'node:path';
import type { RunDocument } from '../contract/runFile';
import { readRunFile } from '../host/runStore';
import { orThrow } from './cliError';

/** A run file that was named on the command line; what was dropped from it is said. */
export async function openRunFile(file: string): Promise<RunDocument> {
  const path = resolve(file);
  const document = orThrow(await readRunFile(path));
  warnOf(document, path);
  return document;
}

/** What was dropped from a run file, on standard error. */
export function warnOf({ warnings }: RunDocument, path: string): void {
  for (const warning of warnings) {
    process.stderr.write(`warning: ${path}: ${warning}\n`);
  }
}
