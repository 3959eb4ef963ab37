#pragma once
#include "kernels/sm90/gemm/epilogue.hpp"

namespace moe::sm90 {

/** Arrivals that complete a phase of an empty barrier: one per reading warp of every block that
 * receives this block's copies. */
template <class Traits>
MOE_DEVICE constexpr uint32_t readers_of_stage() {
  constexpr uint32_t kWarps = Traits::kPingpong ? 4 : 4 * Traits::kConsumerGroups;
  return kWarps * (Traits::kClusterM + Traits::kClusterN - 1);
}

/** This warp is done with a stage: tells every block that copies into it. */
template <class Traits>
MOE_DEVICE void release_stage(const SharedLayout<Traits>& shared, uint32_t stage) {
  const uint32_t lane = ptx::lane_id();
  const uint32_t empty = shared.empty + 8 * stage;
  ptx::warp_sync();
  if constexpr (Traits::kClusterSize == 1) {
    ptx::mbarrier_arrive_if(empty, lane == 0);
  } else {
    // Lanes below kClusterN: the blocks of this row; the next kClusterM: those of this column.
    const uint32_t rank = ptx::cluster_rank();
    const uint32_t rank_m = rank % Traits::kClusterM;
    const uint32_t rank_n = rank / Traits::kClusterM;
    const bool is_row = lane < Traits::kClusterN;
    const uint32_t column_m = lane - Traits::kClusterN;
    const bool is_column = !is_row && column_m < Traits::kClusterM && column_m != rank_m;
    const uint32_t peer =
        is_row ? rank_m + Traits::kClusterM * lane : column_m + Traits::kClusterM * rank_n;
    ptx::mbarrier_arrive_at_if(empty, peer, is_row || is_column);
  }
}

/** One consumer warpgroup: multiplies its share of every tile (cooperative) or every other tile
 * (pingpong, where one warpgroup's epilogue runs beside the other's products). */
template <class Traits>
MOE_DEVICE void consume(const GemmParams& params, const SharedLayout<Traits>& shared,
                        uint32_t group) {
  TileSchedule<Traits> schedule(params, shared.table);
  PipelineState<Traits::kStages> pipeline;
  const int32_t k_tiles = (params.k + Traits::kStageK - 1) / Traits::kStageK;
  const uint32_t group_row = Traits::kPingpong ? 0 : group * Traits::kGroupRows;
  typename MultiplyOf<Traits>::Type multiply;
  uint32_t number = 0;
  for (Tile tile; schedule.next(tile); ++number) {
    if (Traits::kPingpong && (number & 1) != group) {
      pipeline.advance(static_cast<uint32_t>(k_tiles));
      continue;
    }
    if constexpr (Traits::kPingpong) {
      // The first turn is group 0's: nobody hands it over, so it waits for the phase before.
      ptx::mbarrier_wait(shared.turn + 8 * group, (number / 2 & 1) ^ (group == 0 ? 1 : 0));
    }
    Sums<Traits> sums;
    sums.clear();
    for (int32_t k_tile = 0; k_tile < k_tiles; ++k_tile, pipeline.advance()) {
      ptx::mbarrier_wait(shared.full + 8 * pipeline.stage, pipeline.parity);
      multiply(StageView<Traits>(shared, pipeline.stage, group_row), sums);
      release_stage(shared, pipeline.stage);
    }
    if constexpr (Traits::kPingpong) {
      ptx::mbarrier_arrive(shared.turn + 8 * (group ^ 1));
    }
    if constexpr (Traits::kIsInt4) {
      if (params.alpha != nullptr) sums.multiply(ptx::load_global(params.alpha + tile.expert));
    }
    store_tile(params, shared, tile, sums, group, group_row);
  }
}

}  // namespace moe::sm90
