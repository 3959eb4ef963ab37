import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { Scheme } from '../contract/problem';
import { interleavePlan, type InterleaveShape } from '../engine/interleave/interleavePlan';
import { CliError, orThrow } from './cliError';

interface Options {
  readonly scheme: Scheme;
  readonly kind: 'weights' | 'scales';
  readonly rows: number;
  readonly cols: number;
  readonly group?: number | undefined;
  readonly inverse: boolean;
}

/**
 * Rewrites raw weights or scales between the natural and the interleaved layout. The output appears
 * whole or not at all.
 */
export async function interleave(input: string, output: string, options: Options): Promise<void> {
  const shape: InterleaveShape = options;
  const plan = orThrow(interleavePlan(shape));
  const [readBytes, writeBytes] = options.inverse
    ? [plan.interleavedBytes, plan.naturalBytes]
    : [plan.naturalBytes, plan.interleavedBytes];
  const from = await openOrThrow(input, 'r', 'read');
  const partial = `${output}.${process.pid}.partial`;
  try {
    await requireSize(from, input, plan.pieces * readBytes, shape);
    const to = await openOrThrow(partial, 'wx', 'written');
    try {
      for (let piece = 0; piece < plan.pieces; ++piece) {
        const read = await readPiece(from, piece * readBytes, readBytes);
        const written = new Uint8Array(writeBytes);
        if (options.inverse) plan.restore(read, written);
        else plan.interleave(read, written);
        await to.write(written);
      }
    } finally {
      await to.close();
    }
    await rename(partial, output);
  } catch (error) {
    await rm(partial, { force: true });
    throw error instanceof CliError ? error : new CliError(`${output}: ${wordsOf(error)}`);
  } finally {
    await from.close();
  }
  process.stdout.write(`${output}: ${plan.pieces * writeBytes} bytes, ${plan.layout}\n`);
}

async function openOrThrow(path: string, flags: string, verb: string): Promise<FileHandle> {
  try {
    return await open(path, flags);
  } catch (error) {
    throw new CliError(`${path} cannot be ${verb}: ${wordsOf(error)}`);
  }
}

async function requireSize(
  file: FileHandle,
  path: string,
  expected: number,
  { rows, cols, kind }: InterleaveShape,
): Promise<void> {
  const { size } = await file.stat();
  if (size !== expected) {
    throw new CliError(
      `${path} holds ${size} bytes; ${kind} of ${rows} rows x ${cols} cols are ${expected} bytes`,
    );
  }
}

async function readPiece(file: FileHandle, at: number, bytes: number): Promise<Uint8Array> {
  const piece = new Uint8Array(bytes);
  const { bytesRead } = await file.read(piece, 0, bytes, at);
  if (bytesRead !== bytes) throw new CliError('the input became shorter while it was read');
  return piece;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
