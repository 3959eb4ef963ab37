#pragma once
#include "kernels/sm90/convert/fp4_scattered.hpp"
#include "kernels/sm90/gemm/traits.hpp"
#include "kernels/sm90/interleave/params.hpp"
#include "kernels/sm90/layer/grid.hpp"

namespace moe::sm90 {

/**
 * The layout of `streaming`: records of 128 rows x 128 k, [E, M, ceil(K/128)], in the order in
 * which a tile reads them, so that weights come from memory as one sequential stream (8704 bytes by
 * one bulk copy; TMA boxes of the interleaved layout are 64 bytes of each of 128 rows). A record is
 * what shared memory shall hold: 128 rows of 64 bytes in the interleaved order of the pull request,
 * each word scattered (convert/fp4_scattered.hpp), with the 64-byte swizzle applied; then 128 words
 * of four scales, raised by `scale_raise`. Rows beyond N and k beyond K are zero. M is even, so
 * that two records side by side are always there.
 */
MOE_DEVICE constexpr int64_t records_of_rows(int64_t rows) {
  return (rows + 2 * kRecordRows - 1) / (2 * kRecordRows) * 2;
}
MOE_DEVICE constexpr int64_t records_of_k(int64_t k) { return (k + kTileK - 1) / kTileK; }

/** Four scale bytes raised; 0 and 255, which are zero and infinity, stay, and what falls below 1
 * becomes zero. */
MOE_DEVICE constexpr uint32_t raised_scales(uint32_t packed, int32_t raise) {
  uint32_t raised = 0;
  for (uint32_t shift = 0; shift < 32; shift += 8) {
    const auto code = static_cast<int32_t>(packed >> shift & 255);
    const int32_t sum = code + raise < 0 ? 0 : code + raise > 254 ? 254 : code + raise;
    raised |= static_cast<uint32_t>(code == 0 || code == 255 ? code : sum) << shift;
  }
  return raised;
}

/** Packs one expert: a thread per 16 bytes. */
MOE_DEVICE void pack_records(const RecordParams& params) {
  ptx::grid_dependency_wait();
  constexpr int64_t kPieces = kRecordBytes / 16;
  constexpr int64_t kWeightPieces = kRecordRows * 4;
  const int64_t across = records_of_k(params.k);
  const int64_t total = records_of_rows(params.rows) * across * kPieces;
  const int64_t row_bytes = params.k / 2;
  for (int64_t index = grid_thread(); index < total; index += grid_threads()) {
    const int64_t record = index / kPieces, piece = index % kPieces;
    const int64_t first_row = record / across * kRecordRows, block = record % across;
    ptx::Vector4 value = {{0, 0, 0, 0}};
    int64_t place = piece * 16;
    if (piece < kWeightPieces) {
      const int64_t row = first_row + piece / 4, byte = block * (kTileK / 2) + piece % 4 * 16;
      if (row < params.rows && byte < row_bytes) {
        value = ptx::load_global(
            reinterpret_cast<const ptx::Vector4*>(params.weights + row * row_bytes + byte));
        for (uint32_t& word : value.word) word = scatter_word(word);
      }
      place ^= place >> 3 & 0x30;
    } else {
      const int64_t row = first_row + (piece - kWeightPieces) * 4;
      // N is a multiple of 16, so the four rows of a piece are there or not together.
      if (row < params.rows) {
        value = ptx::load_global(
            reinterpret_cast<const ptx::Vector4*>(params.scales + (block * params.rows + row) * 4));
        for (uint32_t& word : value.word) word = raised_scales(word, params.scale_raise);
      }
    }
    ptx::store_global(
        reinterpret_cast<ptx::Vector4*>(params.records + record * kRecordBytes + place), value);
  }
}

}  // namespace moe::sm90
