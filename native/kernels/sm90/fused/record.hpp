#pragma once
#include "kernels/sm90/convert/fp4_rotated.hpp"
#include "kernels/sm90/gemm/traits.hpp"
#include "kernels/sm90/interleave/params.hpp"
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/streaming/record.hpp"

namespace moe::sm90 {

/**
 * The layout of `fused`: records of 128 rows x 128 k in fragment order, so that a lane's weights of
 * four k16 steps are 16 bytes and a tile's records one bulk copy. Order: [E, pair of records,
 * K/128, record of the pair], the last pair of one record where their number is odd.
 *
 * A record: [4 warps' 32 rows, 2 halves of 64 k, 2 m16, 32 lanes, 4 steps] words, a word being a
 * lane's fragment of a k16 step, its bits spread by rotations (convert/fp4_rotated.hpp); then [4,
 * 8, 4] words of scales, those of rows g, g + 8, g + 16 and g + 24 together. Rows beyond N and k
 * beyond K are zero.
 *
 * Paired rows (up and gate of an activation) alternate by eight, so that rows g and g + 8 of a
 * fragment, whose sums one lane holds, are up and gate of one channel.
 */
MOE_DEVICE constexpr int64_t records_down(int64_t rows) {
  return (rows + kRecordRows - 1) / kRecordRows;
}

/** Where a record of an expert begins, bytes. */
MOE_DEVICE constexpr int64_t record_offset(int64_t record, int64_t k_tile, int64_t down,
                                           int64_t across) {
  const int64_t pair = record / 2, in_pair = pair * 2 + 1 < down ? 2 : 1;
  return (pair * 2 * across + k_tile * in_pair + record % 2) * kRecordBytes;
}

/** The row of the natural weights that lies at `row` of the records. */
MOE_DEVICE constexpr int64_t natural_row(int64_t row, int64_t rows, bool paired) {
  if (!paired) return row;
  return row / 16 * 8 + row % 8 + (row % 16 < 8 ? 0 : rows / 2);
}

/** Tokens are multiplied by 2^this before the product (fused/products.hpp), and scale bytes raised
 * by as much less than the conversion asks for. */
inline constexpr int kTokenExponent = 64;

/** Four scale bytes, each rotated right by one bit: two masks and a byte permutation then make an
 * fp32 of any of them, bits 7 to 1 in its highest byte and bit 0 at the top of the next. */
MOE_DEVICE constexpr uint32_t pack_scales(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
  const uint32_t packed = c0 | c1 << 8 | c2 << 16 | c3 << 24;
  return (packed >> 1 & 0x7F7F7F7Fu) | (packed & 0x01010101u) << 7;
}

/** A lane's word from the bytes of its two rows at k = 2c and 2c + 8: low nibbles are even k. */
MOE_DEVICE constexpr uint32_t fragment_word(uint32_t low0, uint32_t high0, uint32_t low8,
                                            uint32_t high8) {
  return rotate_word({low0 & 15, high0 & 15, low8 & 15, high8 & 15},
                     {low0 >> 4, high0 >> 4, low8 >> 4, high8 >> 4});
}

/** Reads one expert's natural weights and scales; what lies outside is zero. */
class NaturalExpert {
 public:
  MOE_DEVICE explicit NaturalExpert(const FusedRecordParams& params) : params_(params) {}

  /** Codes of k and k + 1 at `row` of the records; k is even. */
  MOE_DEVICE uint32_t codes(int64_t row, int64_t k) const {
    if (row >= params_.rows || k >= params_.k) return 0;
    return ptx::load_global(params_.weights + place(row) * (params_.k / 2) + k / 2);
  }
  /** The raised scale of the group of 32 that begins at k. */
  MOE_DEVICE uint32_t scale(int64_t row, int64_t k) const {
    if (row >= params_.rows || k >= params_.k) return 0;
    const uint32_t code = ptx::load_global(params_.scales + place(row) * (params_.k / 32) + k / 32);
    return raised_scales(code, params_.scale_raise - kTokenExponent);
  }

 private:
  MOE_DEVICE int64_t place(int64_t row) const {
    return natural_row(row, params_.rows, params_.paired != 0);
  }
  const FusedRecordParams& params_;
};

/** Packs one expert: a thread per word. */
MOE_DEVICE void pack_fused_records(const FusedRecordParams& params) {
  ptx::grid_dependency_wait();
  constexpr int64_t kWords = kRecordBytes / 4, kWeightWords = kRecordRows * kTileK / 8;
  const int64_t across = records_of_k(params.k), down = records_down(params.rows);
  const NaturalExpert natural(params);
  for (int64_t index = grid_thread(); index < down * across * kWords; index += grid_threads()) {
    const int64_t record = index / kWords / across, k0 = index / kWords % across * kTileK;
    const auto word = static_cast<uint32_t>(index % kWords);
    uint32_t value;
    if (word < kWeightWords) {
      const uint32_t step = word % 4, lane = word / 4 % 32, block = word / 128 % 2;
      const uint32_t half = word / 256 % 2, warp = word / 512;
      const int64_t row = record * kRecordRows + warp * 32 + block * 16 + lane / 4;
      const int64_t k = k0 + half * 64 + step * 16 + lane % 4 * 2;
      value = fragment_word(natural.codes(row, k), natural.codes(row + 8, k),
                            natural.codes(row, k + 8), natural.codes(row + 8, k + 8));
    } else {
      const uint32_t place = word - kWeightWords;
      const int64_t row = record * kRecordRows + place / 32 * 32 + place % 4 * 8 + place / 4 % 8;
      value = pack_scales(natural.scale(row, k0), natural.scale(row, k0 + 32),
                          natural.scale(row, k0 + 64), natural.scale(row, k0 + 96));
    }
    ptx::store_global(reinterpret_cast<uint32_t*>(
                          params.records + record_offset(record, k0 / kTileK, down, across)) +
                          word,
                      value);
  }
}

}  // namespace moe::sm90
