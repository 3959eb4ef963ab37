#include "kernels/cpu/interleaved/pack.hpp"

#include "kernels/cpu/interleaved/layout.hpp"

namespace moe::cpu::interleaved {

namespace {

/** Pairs of source bytes of rows r and r + 8 become a word of the fragment: see layout.hpp. */
void interleave_tile_block(const uint8_t* source, int64_t row_bytes, uint8_t* packed) {
  for (int64_t r = 0; r < 8; ++r) {
    const uint8_t* const row_a = source + r * row_bytes;
    const uint8_t* const row_b = row_a + 8 * row_bytes;
    for (int byte = 0; byte < 32; ++byte) {
      const int step = byte / 8;
      const int t = byte % 4;
      const int half = byte % 8 / 4;
      uint8_t* const word =
          packed + (r + 8 * (step % 2)) * row_bytes + 16 * (step / 2) + 4 * t + 2 * half;
      const int a = row_a[byte];
      const int b = row_b[byte];
      word[0] = static_cast<uint8_t>((a & 15) | (b & 15) << 4);
      word[1] = static_cast<uint8_t>(a >> 4 | (b & 0xf0));
    }
  }
}

}  // namespace

size_t scale_bytes(const GemmShape& shape) {
  return static_cast<size_t>(shape.num_experts * ((shape.k + 127) / 128) * shape.rows * 4);
}

void pack_rows(const GemmShape& shape, const uint8_t* values, const uint8_t* scales,
               int64_t row_begin, int64_t row_end, uint8_t* packed_values, uint8_t* packed_scales) {
  const int64_t row_bytes = shape.k / 2;
  for (int64_t row = row_begin; row < row_end; row += kTileRows) {
    for (int64_t block = 0; block < shape.k / kBlockK; ++block) {
      const int64_t offset = row * row_bytes + block * 32;
      interleave_tile_block(values + offset, row_bytes, packed_values + offset);
    }
  }
  const int64_t groups = shape.k / 32;
  const int64_t scale_blocks = (shape.k + 127) / 128;
  for (int64_t row = row_begin; row < row_end; ++row) {
    const int64_t expert = row / shape.rows;
    for (int64_t group = 0; group < scale_blocks * 4; ++group) {
      const int64_t block_row = (expert * scale_blocks + group / 4) * shape.rows + row % shape.rows;
      packed_scales[block_row * 4 + group % 4] =
          group < groups ? scales[row * groups + group] : uint8_t{0};
    }
  }
}

}  // namespace moe::cpu::interleaved
