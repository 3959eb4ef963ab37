#pragma once
#include "kernels/sm90/gemm/block_maps.hpp"

namespace moe::sm90 {

/**
 * Copies one stage. In a cluster every block copies its share and multicasts it: blocks of one
 * cluster row need the same weights, blocks of one cluster column the same activations.
 */
template <class Traits>
MOE_DEVICE void copy_stage(const BlockMaps<Traits>& maps, const SharedLayout<Traits>& shared,
                           uint32_t stage, const Tile& tile, int32_t k_tile) {
  constexpr int kWeightRows = Traits::kShareRows;
  constexpr int kTokenRows = Traits::kTileN / Traits::kClusterM;
  const uint32_t rank = Traits::kClusterSize == 1 ? 0 : ptx::cluster_rank();
  const uint32_t rank_m = rank % Traits::kClusterM;
  const uint32_t rank_n = rank / Traits::kClusterM;
  const auto copy = [&](uint32_t to, Operand operand, int32_t c0, int32_t c1, uint32_t mask) {
    if constexpr (Traits::kClusterSize == 1) {
      ptx::copy_tensor_2d(to, maps[operand], shared.full + 8 * stage, c0, c1);
    } else {
      ptx::copy_tensor_2d_multicast(to, maps[operand], shared.full + 8 * stage, c0, c1,
                                    static_cast<uint16_t>(mask));
    }
  };
  uint32_t row_mask = 0;
  for (uint32_t n = 0; n < Traits::kClusterN; ++n)
    row_mask |= 1u << (rank_m + Traits::kClusterM * n);
  uint32_t column_mask = 0;
  for (uint32_t m = 0; m < Traits::kClusterM; ++m)
    column_mask |= 1u << (m + Traits::kClusterM * rank_n);

  const uint32_t weight_row = rank_n * kWeightRows;
  const int32_t channel = tile.first_channel + static_cast<int32_t>(weight_row);
  MOE_UNROLL
  for (uint32_t slab = 0; slab < Traits::kSlabs; ++slab) {
    copy(shared.weights(stage) + (slab * Traits::kTileM + weight_row) * (kTileK / 2), kWeights,
         (k_tile * Traits::kSlabs + static_cast<int32_t>(slab)) * (kTileK / 2), channel, row_mask);
  }
  copy(shared.scales(stage) + rank_n * Traits::kScaleShareBytes, kScales, channel, k_tile,
       row_mask);
  constexpr int kBoxK = Traits::kStageK / Traits::kActivationBoxes;
  const uint32_t token_row = rank_m * kTokenRows;
  MOE_UNROLL
  for (uint32_t box = 0; box < Traits::kActivationBoxes; ++box) {
    copy(shared.activations(stage) + box * (Traits::kTileN * 128) + token_row * 128, kActivations,
         k_tile * Traits::kStageK + static_cast<int32_t>(box) * kBoxK,
         tile.first_token + static_cast<int32_t>(token_row), column_mask);
  }
}

/** The producer warp: for every tile, its K tiles, stage by stage. */
template <class Traits>
MOE_DEVICE void produce(const GemmParams& params, const SharedLayout<Traits>& shared) {
  TileSchedule<Traits> schedule(params, shared.table);
  BlockMaps<Traits> maps(params, shared);
  PipelineState<Traits::kStages> pipeline;
  const int32_t k_tiles = (params.k + Traits::kStageK - 1) / Traits::kStageK;
  const bool leader = ptx::elect_one();
  uint32_t issued = 0;
  int32_t expert = -1;
  for (Tile tile; schedule.next(tile);) {
    if (tile.expert != expert) {
      maps.point_at(tile, issued);
      expert = tile.expert;
    }
    for (int32_t k_tile = 0; k_tile < k_tiles; ++k_tile, ++issued, pipeline.advance()) {
      ptx::mbarrier_wait(shared.empty + 8 * pipeline.stage, pipeline.parity ^ 1);
      // Every lane has seen this phase before the copies can bring about the next one.
      ptx::warp_sync();
      if (leader) {
        ptx::mbarrier_arrive_expect_tx(shared.full + 8 * pipeline.stage, Traits::kCopiedBytes);
        copy_stage(maps, shared, pipeline.stage, tile, k_tile);
      }
    }
  }
}

}  // namespace moe::sm90
