import type { Result } from '../../contract/errors';
import type { Scheme } from '../../contract/problem';
import { failure, success } from '../result';
import { interleaveScales, restoreScales, type ScaleShape } from './scales';
import { interleaveRows, restoreRows, TILE_K, TILE_ROWS } from './weights';

/** One matrix: `rows` output channels x `cols` values of the contraction. */
export interface InterleaveShape {
  readonly scheme: Scheme;
  readonly kind: 'weights' | 'scales';
  readonly rows: number;
  readonly cols: number;
  /** Values of the contraction that share a scale; the scheme's own when absent. */
  readonly group?: number | undefined;
}

/** How a matrix is rewritten, piece by piece: a piece is a whole number of tiles. */
export interface InterleavePlan {
  readonly pieces: number;
  readonly naturalBytes: number;
  readonly interleavedBytes: number;
  /** The interleaved layout in words. */
  readonly layout: string;
  interleave(natural: Uint8Array, interleaved: Uint8Array): void;
  restore(interleaved: Uint8Array, natural: Uint8Array): void;
}

const GROUP: Readonly<Record<Scheme, number>> = { mxfp4_bf16: 32, int4_fp8: 128 };
/** Contraction length of one 32-bit pack of ue8m0 scales. */
const FP4_PACK_K = 128;

/** How to rewrite a matrix, or why its layout cannot hold it. */
export function interleavePlan(shape: InterleaveShape): Result<InterleavePlan> {
  const { rows, cols, kind } = shape;
  if (rows < 1 || cols < 1)
    return refuse(`rows and cols must be at least 1, not ${rows} x ${cols}`);
  return kind === 'weights' ? weightsPlan(shape) : scalesPlan(shape);
}

function weightsPlan({ scheme, rows, cols, group }: InterleaveShape): Result<InterleavePlan> {
  if (group !== undefined) return refuse('a group size belongs to scales, not to weights');
  if (rows % TILE_ROWS !== 0) return refuse(`rows ${rows} is not a multiple of ${TILE_ROWS}`);
  if (cols % TILE_K !== 0) return refuse(`cols ${cols} is not a multiple of ${TILE_K}`);
  const rowBytes = cols / 2;
  const bytes = TILE_ROWS * rowBytes;
  return success({
    pieces: rows / TILE_ROWS,
    naturalBytes: bytes,
    interleavedBytes: bytes,
    layout: `tiles of ${TILE_ROWS} rows x ${TILE_K} k`,
    interleave: (natural, interleaved) => interleaveRows(scheme, natural, interleaved, rowBytes),
    restore: (interleaved, natural) => restoreRows(scheme, interleaved, natural, rowBytes),
  });
}

function scalesPlan(shape: InterleaveShape): Result<InterleavePlan> {
  const { scheme, rows, cols, group = GROUP[scheme] } = shape;
  if (group < 1) return refuse(`group must be at least 1, not ${group}`);
  if (cols % group !== 0)
    return refuse(`cols ${cols} is not a multiple of the group size ${group}`);
  if (scheme === 'mxfp4_bf16' && FP4_PACK_K % group !== 0) {
    return refuse(
      `group size ${group} does not divide ${FP4_PACK_K}, the length of a pack of scales`,
    );
  }
  const groups = cols / group;
  const factor = scheme === 'mxfp4_bf16' ? FP4_PACK_K / group : packFactor(groups);
  const scales: ScaleShape = { rows, groups, factor, bytes: scheme === 'mxfp4_bf16' ? 1 : 2 };
  const blocks = Math.ceil(groups / factor);
  return success({
    pieces: 1,
    naturalBytes: rows * groups * scales.bytes,
    interleavedBytes: blocks * rows * factor * scales.bytes,
    layout: `[${blocks}, ${rows * factor}] in packs of ${factor}`,
    interleave: (natural, interleaved) => interleaveScales(scales, natural, interleaved),
    restore: (interleaved, natural) => restoreScales(scales, interleaved, natural),
  });
}

/** Scales of INT4 are packed as far as the number of groups divides: 4, 2 or 1. */
function packFactor(groups: number): number {
  return [4, 2].find((factor) => groups % factor === 0) ?? 1;
}

function refuse(message: string): Result<never> {
  return failure('invalid_request', message);
}
