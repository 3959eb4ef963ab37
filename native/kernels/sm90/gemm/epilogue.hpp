#pragma once
#include "kernels/sm90/gemm/params.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"
#include "kernels/sm90/gemm/tile_schedule.hpp"

namespace moe::sm90 {

/**
 * Sums become bf16 and are transposed through shared memory, because a row of the output is a token
 * and a row of the accumulator is a channel; then whole 16-byte pieces are stored, tokens and
 * channels beyond the expert's left out.
 * @param group  consumer warpgroup, 0 or 1  @param group_row  its first row within the tile
 */
template <class Traits>
MOE_DEVICE void store_tile(const GemmParams& params, const SharedLayout<Traits>& shared,
                           const Tile& tile, const Sums<Traits>& sums, uint32_t group,
                           uint32_t group_row) {
  const uint32_t buffer = shared.output + group * Traits::kOutputBytes;
  const uint32_t lane = ptx::lane_id();
  const uint32_t warp = ptx::thread_id() / 32 % 4;
  const uint32_t barrier = 1 + group;
  ptx::named_barrier_sync(barrier, 128);  // the previous tile has been read out of the buffer
  MOE_UNROLL
  for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
    MOE_UNROLL
    for (uint32_t j = 0; j < Traits::kTileN / 8; j += 2) {
      const uint32_t token = j * 8 + lane / 16 * 8 + lane % 8;
      const uint32_t channel = block * 64 + warp * 16 + lane / 8 % 2 * 8;
      const auto& value = sums.value[block];
      const uint32_t words[4] = {ptx::pack_bf16x2(value[4 * j], value[4 * j + 1]),
                                 ptx::pack_bf16x2(value[4 * j + 2], value[4 * j + 3]),
                                 ptx::pack_bf16x2(value[4 * j + 4], value[4 * j + 5]),
                                 ptx::pack_bf16x2(value[4 * j + 6], value[4 * j + 7])};
      ptx::stmatrix_x4_trans(buffer + token * Traits::kOutputRowBytes + channel * 2, words);
    }
  }
  ptx::named_barrier_sync(barrier, 128);
  constexpr uint32_t kPieces = Traits::kGroupRows / 8;  // of 8 channels, per token
  for (uint32_t piece = ptx::thread_id() % 128; piece < Traits::kTileN * kPieces; piece += 128) {
    const uint32_t token = piece / kPieces;
    const uint32_t channel = piece % kPieces * 8;
    const auto row = tile.first_token + static_cast<int32_t>(token);
    const auto column = tile.first_channel + static_cast<int32_t>(group_row + channel);
    if (row < tile.num_tokens && column < params.rows) {
      uint16_t* const to =
          params.output + static_cast<int64_t>(tile.expert_row + row) * params.rows + column;
      ptx::store_global(
          reinterpret_cast<ptx::Vector4*>(to),
          ptx::load_shared_v4(buffer + token * Traits::kOutputRowBytes + channel * 2));
    }
  }
}

}  // namespace moe::sm90
