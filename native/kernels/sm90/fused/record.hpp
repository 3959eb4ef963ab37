#pragma once
#include "kernels/sm90/fused/traits.hpp"
#include "kernels/sm90/interleave/params.hpp"
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/streaming/record.hpp"

namespace moe::sm90 {

/**
 * The layout of `fused`: records of 128 rows x 128 k in fragment order, so that a lane's weights of
 * four k16 steps are 16 bytes and a tile's records one bulk copy. Order: [E, pair of records,
 * K/128, record of the pair], the last pair of one record where their number is odd.
 *
 * A record: [4 chunks of 32 rows, 2 halves of 64 k, 2 m16, 32 lanes, 4 steps] words, a word being a
 * lane's fragment of a k16 step; then words of scales. What words hold is a scheme's own:
 * mxfp4_record.hpp, int4_record.hpp. Rows beyond N and k beyond K are zero.
 *
 * Paired rows (up and gate of an activation) alternate by eight, so that rows g and g + 8 of a
 * fragment, whose sums one lane holds, are up and gate of one channel.
 */
MOE_DEVICE constexpr int64_t records_down(int64_t rows) {
  return (rows + kRecordRows - 1) / kRecordRows;
}

/** Which of an expert's records lies there. */
template <class Index>
MOE_DEVICE constexpr Index record_place(Index record, Index k_tile, Index down, Index across) {
  const Index pair = record / 2, in_pair = pair * 2 + 1 < down ? 2 : 1;
  return pair * 2 * across + k_tile * in_pair + record % 2;
}

/** The row of the natural weights that lies at `row` of the records. */
MOE_DEVICE constexpr int64_t natural_row(int64_t row, int64_t rows, bool paired) {
  if (!paired) return row;
  return row / 16 * 8 + row % 8 + (row % 16 < 8 ? 0 : rows / 2);
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
  /** The scale of the group that begins at k. */
  template <class Scale>
  MOE_DEVICE uint32_t scale(int64_t row, int64_t k, int64_t group) const {
    if (row >= params_.rows || k >= params_.k) return 0;
    return ptx::load_global(static_cast<const Scale*>(params_.scales) +
                            place(row) * (params_.k / group) + k / group);
  }

 private:
  MOE_DEVICE int64_t place(int64_t row) const {
    return natural_row(row, params_.rows, params_.paired != 0);
  }
  const FusedRecordParams& params_;
};

/**
 * Packs one expert: a thread per word.
 * @tparam Words  those of a scheme: kScheme, `of_codes` of a lane's codes of even and of odd k
 * (rows g and g + 8 at k = 2c, then at 2c + 8), `of_scales` of place `place` of the record that
 * begins at `row` and `k`
 */
template <class Words>
MOE_DEVICE void pack_fused_records(const FusedRecordParams& params) {
  ptx::grid_dependency_wait();
  constexpr int64_t kRecordWords = fused_record_bytes(Words::kScheme) / 4;
  constexpr int64_t kWeightWords = kRecordRows * kTileK / 8;
  const int64_t across = records_of_k(params.k), down = records_down(params.rows);
  const NaturalExpert natural(params);
  auto* const records = reinterpret_cast<uint32_t*>(params.records);
  for (int64_t index = grid_thread(); index < down * across * kRecordWords;
       index += grid_threads()) {
    const int64_t record = index / kRecordWords / across;
    const int64_t k_tile = index / kRecordWords % across;
    const auto word = static_cast<uint32_t>(index % kRecordWords);
    uint32_t value;
    if (word < kWeightWords) {
      const uint32_t step = word % 4, lane = word / 4 % 32, block = word / 128 % 2;
      const uint32_t half = word / 256 % 2, chunk = word / 512;
      const int64_t row = record * kRecordRows + chunk * 32 + block * 16 + lane / 4;
      const int64_t k = k_tile * kTileK + half * 64 + step * 16 + lane % 4 * 2;
      uint32_t even[4], odd[4];
      for (int i = 0; i < 4; ++i) {
        const uint32_t pair = natural.codes(row + i % 2 * 8, k + i / 2 * 8);
        even[i] = pair & 15;
        odd[i] = pair >> 4;
      }
      value = Words::of_codes(even, odd);
    } else {
      value = Words::of_scales(natural, params, record * kRecordRows, k_tile * kTileK,
                               word - kWeightWords);
    }
    ptx::store_global(records + record_place(record, k_tile, down, across) * kRecordWords + word,
                      value);
  }
}

}  // namespace moe::sm90
