import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { Scheme } from '../contract/problem';
import { interleavePlan, type InterleaveShape } from '../engine/interleave/interleavePlan';
import { readFault, writeFault } from '../engine/text/systemFault';
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
  const from = await openToRead(input);
  const partial = `${output}.${process.pid}.partial`;
  try {
    await requireSize(from, input, plan.pieces * readBytes, shape);
    const to = await open(partial, 'wx');
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
    throw error instanceof CliError
      ? error
      : new CliError(`cannot write ${output}: ${writeFault(error)}`);
  } finally {
    await from.close();
  }
  process.stdout.write(`${output}: ${plan.pieces * writeBytes} bytes, ${plan.layout}\n`);
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw new CliError(`cannot read ${path}: ${readFault(error)}`);
  }
}

async function requireSize(
  file: FileHandle,
  path: string,
  expected: number,
  { rows, cols, kind }: InterleaveShape,
): Promise<void> {
  const found = await file.stat();
  if (found.isDirectory()) {
    throw new CliError(`cannot read ${path}: it is a folder`);
  }
  const { size } = found;
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
