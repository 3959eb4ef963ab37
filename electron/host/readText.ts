import { open, readFile } from 'node:fs/promises';
import type { Result } from '../contract/errors';
import { failure, success } from '../engine/result';
import { readFault } from '../engine/text/systemFault';

/** A whole file as text, or why it cannot be read, in a sentence with its path. */
export async function readText(path: string): Promise<Result<string>> {
  try {
    return success(await readFile(path, 'utf8'));
  } catch (error) {
    return failure('not_found', `cannot read ${path}: ${readFault(error)}`);
  }
}

/** Bytes that are read at a time while a line is looked for the end of. */
const PIECE_BYTES = 64 * 1024;

/**
 * The first line of a file with its end, and nothing behind it; all of a file that has one line without an
 * end. A file that does not begin with `start` ends the reading there, however long its line.
 */
export async function readFirstLine(path: string, start: string): Promise<Result<string>> {
  try {
    const file = await open(path);
    try {
      const pieces: Buffer[] = [];
      for (;;) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES);
        const end = buffer.subarray(0, bytesRead).indexOf('\n');
        pieces.push(buffer.subarray(0, end < 0 ? bytesRead : end + 1));
        const isOther = pieces[0]?.subarray(0, start.length).toString() !== start;
        if (end >= 0 || bytesRead === 0 || isOther) {
          return success(Buffer.concat(pieces).toString('utf8'));
        }
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    return failure('not_found', `cannot read ${path}: ${readFault(error)}`);
  }
}
