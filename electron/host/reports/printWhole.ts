import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../contract/errors';
import { failure } from '../../engine/result';
import { writeWhole } from '../writeWhole';
import type { PrinterEnd } from './runPrinter';

/**
 * Lets a program print into a folder of its own, and writes what it has printed where it is wanted,
 * if it is whole.
 *
 * @param name of the printer
 * @param print prints to `printed`; whatever else it leaves in `folder` is removed
 */
export async function printWhole(
  name: string,
  pdf: string,
  print: (folder: string, printed: string) => Promise<PrinterEnd>,
): Promise<Result<undefined>> {
  const folder = await temporaryFolder();
  if (folder === undefined) {
    return failure('not_writable', `${name} needs a temporary folder, and ${tmpdir()} takes none`);
  }
  try {
    const printed = join(folder, 'report.pdf');
    const { reason, lastWords } = await print(folder, printed);
    const bytes = await readFile(printed).catch(() => undefined);
    const complaint = reason ?? whyNotWhole(bytes);
    return complaint === undefined && bytes !== undefined
      ? writeWhole(pdf, bytes)
      : failure('print_failed', `${name} could not print: ${complaint}`, lastWords);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return failure('not_writable', `${name} cannot print in ${folder}: ${cause}`);
  } finally {
    // Helpers of a browser that was killed may still write there for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 }).catch(() => undefined);
  }
}

/**
 * What is wrong with a PDF file; undefined: it has both its head and its end.
 *
 * @param bytes the file's content; undefined when there is no file
 */
export function whyNotWhole(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) {
    // A browser says nothing and ends well when it cannot see the folder.
    return (
      'it wrote no file; it may not see the temporary folder (a snap does not), ' +
      'so set TMPDIR to a folder in your home'
    );
  }
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isWhole =
    text.subarray(0, 4).equals(Buffer.from('%PDF')) &&
    text.subarray(-16).toString('latin1').trimEnd().endsWith('%%EOF');
  return isWhole ? undefined : 'what it wrote is no whole PDF';
}

function temporaryFolder(): Promise<string | undefined> {
  return mkdtemp(join(tmpdir(), 'moe-workbench-pdf-')).catch(() => undefined);
}
