/** Scales of one matrix. */
export interface ScaleShape {
  readonly rows: number;
  /** Scales of a row. */
  readonly groups: number;
  /** Scales of a row that lie side by side in the interleaved layout. */
  readonly factor: number;
  /** Bytes of one scale: 1 (ue8m0) or 2 (bf16). */
  readonly bytes: number;
}

/**
 * out[block, row, j] = in[row, block * factor + j]: one pack per row, so that a tile's scales are
 * contiguous. Groups that do not fill the last pack are followed by zeros, as the kernels expect.
 *
 * @param natural [rows, groups]
 * @param interleaved [ceil(groups / factor), rows * factor], written; zero where nothing belongs
 */
export function interleaveScales(
  shape: ScaleShape,
  natural: Uint8Array,
  interleaved: Uint8Array,
): void {
  eachScale(shape, (at, place) => {
    interleaved.set(natural.subarray(at, at + shape.bytes), place);
  });
}

/** The inverse of interleaveScales. */
export function restoreScales(
  shape: ScaleShape,
  interleaved: Uint8Array,
  natural: Uint8Array,
): void {
  eachScale(shape, (at, place) => {
    natural.set(interleaved.subarray(place, place + shape.bytes), at);
  });
}

function eachScale(
  { rows, groups, factor, bytes }: ScaleShape,
  visit: (natural: number, interleaved: number) => void,
): void {
  for (let row = 0; row < rows; ++row) {
    for (let group = 0; group < groups; ++group) {
      const block = Math.floor(group / factor);
      const place = (block * rows + row) * factor + (group % factor);
      visit((row * groups + group) * bytes, place * bytes);
    }
  }
}
