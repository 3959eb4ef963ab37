import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync } from '@photostructure/sqlite';
import type { Result } from '../contract/errors';
import type { RunId } from '../contract/runFile';
import { failure, success } from '../engine/result';
import { readFault } from '../engine/text/systemFault';
import { LIBRARY_FILE, notesIn } from './library';

/**
 * What people wrote about a run, without the library being opened for writing: a full disk and a home that
 * can only be read hinder nobody from reading. '' where nobody wrote, or there is no library.
 */
export function readNotes(folder: string, runId: RunId): Result<string> {
  const path = join(folder, LIBRARY_FILE);
  if (!existsSync(path)) {
    return success('');
  }
  try {
    const database = new DatabaseSync(readingNameOf(path), { readOnly: true });
    try {
      return success(notesIn(database, runId));
    } finally {
      database.close();
    }
  } catch (error) {
    return failure(
      'not_found',
      `what was written about run ${runId} is not read: ${readFault(error)}`,
    );
  }
}

/**
 * SQLite makes files beside a database in WAL mode even to read it, unless it is told that nobody changes
 * it: true where its log is empty, for a workbench that writes keeps one.
 */
function readingNameOf(path: string): string {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return (log?.size ?? 0) > 0 ? path : `${pathToFileURL(path).href}?immutable=1`;
}
