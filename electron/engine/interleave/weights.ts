import type { Scheme } from '../../contract/problem';

/** A tile: 16 rows x 64 k, 32 bytes of each row. */
export const TILE_ROWS = 16;
export const TILE_K = 64;
const TILE_BYTES = TILE_K / 2;
const HALF_ROWS = TILE_ROWS / 2;

/** A pair of rows r and r + 8 of a tile: where its bytes lie in both layouts. */
type Pair = (upper: number, lower: number, interleaved: number) => void;

/**
 * Rewrites 16 rows from the natural layout (row-major, low nibble = even k) into the one whose fragments
 * a warp loads with ldmatrix. It is what pull request 12451's operator does at model load; the kernels are
 * in native/kernels/sm90/interleave.
 *
 * @param natural [16, rowBytes]
 * @param interleaved [16, rowBytes], written
 */
export function interleaveRows(
  scheme: Scheme,
  natural: Uint8Array,
  interleaved: Uint8Array,
  rowBytes: number,
): void {
  if (scheme === 'int4_fp8') {
    eachInt4Pair(rowBytes, (upper, lower, to) => {
      interleaved.set(natural.subarray(upper, upper + 2), to);
      interleaved.set(natural.subarray(lower, lower + 2), to + 2);
    });
    return;
  }
  eachFp4Pair(rowBytes, (upper, lower, to) => {
    const a = natural[upper] ?? 0;
    const b = natural[lower] ?? 0;
    interleaved[to] = (a & 15) | ((b & 15) << 4); // even k of both rows
    interleaved[to + 1] = (a >> 4) | (b & 0xf0); // odd k of both rows
  });
}

/** The inverse of interleaveRows. */
export function restoreRows(
  scheme: Scheme,
  interleaved: Uint8Array,
  natural: Uint8Array,
  rowBytes: number,
): void {
  if (scheme === 'int4_fp8') {
    eachInt4Pair(rowBytes, (upper, lower, from) => {
      natural.set(interleaved.subarray(from, from + 2), upper);
      natural.set(interleaved.subarray(from + 2, from + 4), lower);
    });
    return;
  }
  eachFp4Pair(rowBytes, (upper, lower, from) => {
    const even = interleaved[from] ?? 0;
    const odd = interleaved[from + 1] ?? 0;
    natural[upper] = (even & 15) | ((odd & 15) << 4);
    natural[lower] = (even >> 4) | (odd & 0xf0);
  });
}

/**
 * Byte l of a tile's row holds two codes; it belongs to k16 step l/8, quad thread l%4 and k half l%8/4.
 * Two bytes of a pair make two bytes of the interleaved layout.
 */
function eachFp4Pair(rowBytes: number, visit: Pair): void {
  for (let row = 0; row < HALF_ROWS; ++row) {
    for (let byte = 0; byte < rowBytes; ++byte) {
      const lane = byte % TILE_BYTES;
      const toRow = row + HALF_ROWS * ((lane >> 3) & 1);
      const toByte = byte - lane + 16 * (lane >> 4) + 4 * (lane & 3) + 2 * ((lane >> 2) & 1);
      visit(row * rowBytes + byte, (row + HALF_ROWS) * rowBytes + byte, toRow * rowBytes + toByte);
    }
  }
}

/**
 * Units of four codes, two bytes: unit l of a tile's row belongs to k32 step l/8, k half l%8/4 and quad
 * thread l%4. The units of a pair lie side by side.
 */
function eachInt4Pair(rowBytes: number, visit: Pair): void {
  for (let row = 0; row < HALF_ROWS; ++row) {
    for (let byte = 0; byte < rowBytes; byte += 2) {
      const unit = (byte % TILE_BYTES) / 2;
      const toRow = row + HALF_ROWS * ((unit >> 2) & 1);
      const toByte = byte - (byte % TILE_BYTES) + 16 * (unit >> 3) + 4 * (unit & 3);
      visit(row * rowBytes + byte, (row + HALF_ROWS) * rowBytes + byte, toRow * rowBytes + toByte);
    }
  }
}
