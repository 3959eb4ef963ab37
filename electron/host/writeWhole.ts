import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Result } from '../contract/errors';
import { failure, success } from '../engine/result';
import { writeFault } from '../engine/text/systemFault';

/** Writes aside and renames: the file is there whole, as it was, or not at all. Its folder must exist. */
export function writeWhole(path: string, content: string | Uint8Array): Result<undefined> {
  const aside = `${path}.tmp`;
  try {
    const file = openSync(aside, 'w');
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, path);
    return success(undefined);
  } catch (error) {
    removeQuietly(aside);
    return failure('not_writable', `cannot write ${path}: ${writeFault(error)}`);
  }
}

/** The file may not be there, and its folder may be no folder. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What could not be made needs no removing; the reason is told by whoever failed to make it.
  }
}
