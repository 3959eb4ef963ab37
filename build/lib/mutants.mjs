// @ts-check
/**
 * Mutants of the sm90 kernels: each has one line left out or one expression changed.
 *
 * @typedef {object} Mutant
 * @property {string} file  below native/kernels/sm90
 * @property {number} line  from 1
 * @property {string} from  the line as it is
 * @property {string} to  what takes its place
 */

/** A statement of one line that orders something: leaving it out must be noticed. */
const ordering =
  /^\s*(if .*\)\s*)?ptx::(mbarrier_|fence_|wgmma_(fence|commit|wait)|warp_sync|named_barrier|block_sync|cluster_sync|setmaxnreg|grid_dependency|tensor_map_|publish)[^;]*;(\s*\/\/.*)?$/;

/** Changes of an index, a parity, a count, a mask. `at` is part of one line of the file. */
const edits = [
  { file: 'gemm/producer.hpp', at: 'pipeline.parity ^ 1', to: 'pipeline.parity' },
  { file: 'gemm/producer.hpp', at: 'Traits::kCopiedBytes);', to: 'Traits::kCopiedBytes - 128);' },
  { file: 'gemm/producer.hpp', at: 'rank_m + Traits::kClusterM * n)', to: 'rank_m + n)' },
  { file: 'gemm/producer.hpp', at: 'box * (Traits::kTileN * 128)', to: 'box * 1024' },
  { file: 'gemm/consumer.hpp', at: 'Traits::kClusterM + Traits::kClusterN - 1', to: '1' },
  { file: 'gemm/consumer.hpp', at: '(group == 0 ? 1 : 0)', to: '(group == 0 ? 0 : 1)' },
  { file: 'gemm/consumer.hpp', at: 'column_m != rank_m', to: 'true' },
  { file: 'gemm/consumer.hpp', at: 'pipeline.advance(static_cast', to: '(static_cast' },
  { file: 'gemm/epilogue.hpp', at: 'row < tile.num_tokens &&', to: 'true &&' },
  { file: 'gemm/epilogue.hpp', at: '&& column < params.rows', to: '' },
  { file: 'gemm/epilogue.hpp', at: 'lane / 16 * 8 + lane % 8', to: 'lane % 16' },
  { file: 'gemm/stage_view.hpp', at: 'offset >> 3 & 0x30', to: 'offset >> 3 & 0x20' },
  { file: 'gemm/stage_view.hpp', at: 'i / 2 % 2', to: '0' },
  { file: 'pr12451/multiply.hpp', at: 'ptx::wgmma_wait<1>()', to: 'ptx::wgmma_wait<2>()' },
  {
    file: 'pr12451/multiply.hpp',
    at: 'if (group == 1) load_weights',
    to: 'if (group == 2) load_weights',
  },
  { file: 'original/multiply.hpp', at: 'row + 8, byte)', to: 'row, byte)' },
  { file: 'fused/load.hpp', at: 'start.give();', to: '' },
  { file: 'fused/hand_over.hpp', at: 'load(nearest - i * kApart)', to: 'load(nearest)' },
  { file: 'fused/hand_over.hpp', at: 'at + i * Traits::kConsumerThreads, ptx', to: 'at, ptx' },
];

/**
 * @param {(file: string) => string} read  text of a file below native/kernels/sm90
 * @returns {Mutant[]}
 */
export function mutantsOf(read) {
  const files = [
    ...['block_maps', 'consumer', 'epilogue', 'kernel', 'producer'].map(
      (name) => `gemm/${name}.hpp`,
    ),
    'original/multiply.hpp',
    'pr12451/multiply.hpp',
    ...['hand_over', 'load', 'multiply'].map((name) => `fused/${name}.hpp`),
  ];
  const left = files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((text, index) =>
        ordering.test(text) ? [{ file, line: index + 1, from: text, to: '' }] : [],
      ),
  );
  return [...left, ...edits.map((edit) => applied(edit, read(edit.file)))];
}

/**
 * @param {{ file: string, at: string, to: string }} edit
 * @param {string} text
 * @returns {Mutant}
 */
function applied({ file, at, to }, text) {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => line.includes(at));
  const from = lines[index];
  if (from === undefined || lines.filter((line) => line.includes(at)).length > 1) {
    throw new Error(`${file} must hold ${JSON.stringify(at)} in exactly one line`);
  }
  return { file, line: index + 1, from, to: from.replace(at, to) };
}
