#pragma once
#include "kernels/sm90/fused/hand_over.hpp"
#include "kernels/sm90/fused/int4_products.hpp"
#include "kernels/sm90/fused/load.hpp"
#include "kernels/sm90/fused/mxfp4_products.hpp"
#include "kernels/sm90/fused/store.hpp"
#include "kernels/sm90/gemm/kernel.hpp"

namespace moe::sm90 {

/** The tokens that a tile lacks are multiplied too: once finite bytes, whatever lay there before.
 */
template <class Traits>
MOE_DEVICE void clear_tokens(const FusedLayout<Traits>& shared) {
  constexpr uint32_t kPieces = Traits::kTileN * Traits::kTokenBytes / 16;
  for (uint32_t i = thread_of_team<Traits>(); i < Traits::kStages * kPieces;
       i += Traits::kTeamWarps * 32) {
    ptx::store_shared_v4(shared.tokens(i / kPieces) + i % kPieces * 16, {{0, 0, 0, 0}});
  }
  ptx::fence_proxy_async();
}

template <class Traits>
MOE_DEVICE void prepare_team(const GemmParams& params, const FusedLayout<Traits>& shared) {
  if (thread_of_team<Traits>() == 0) {
    for (uint32_t stage = 0; stage < Traits::kStages; ++stage) {
      ptx::mbarrier_init(shared.full + 8 * stage, 1);
      ptx::mbarrier_init(shared.empty + 8 * stage, Traits::kConsumerWarps);
    }
    ptx::fence_mbarrier_init();
  }
  clear_tokens(shared);
  if (params.fused.offsets_are_old == 0) ptx::grid_dependency_wait();
  fill_part_tables(params, shared);
  ptx::block_sync();
}

/** One consumer warp: its rows of every part of its team. */
template <class Traits>
MOE_DEVICE void consume_parts(const GemmParams& params, const FusedLayout<Traits>& shared) {
  const uint32_t warp = warp_of_team<Traits>();
  PartSchedule<Traits> schedule(params, shared);
  PipelineState<Traits::kStages> pipeline;
  const WarpProducts<Traits> products(shared, warp);
  // Asked once; of the number of the thread the compiler would ask for every stage.
  const bool leads = ptx::lane_id_anew() == 0;
  const int32_t whole = params.k / kTileK;  // K tiles that are not half empty
  for (Part part; schedule.next(part);) {
    WarpSums<Traits> sums = {};
    // Beyond the last row there may be no record.
    const bool has_rows =
        part.first_channel + static_cast<int32_t>(warp) * Traits::kWarpRows < params.rows;
    for (int32_t k_tile = part.k_begin; k_tile < part.k_end; ++k_tile, pipeline.advance()) {
      ptx::mbarrier_wait_block(shared.full + 8 * pipeline.stage, pipeline.parity);
      const auto release = [&] {
        ptx::warp_sync();
        ptx::mbarrier_arrive_if(shared.empty + 8 * pipeline.stage, leads);
      };
      if (!has_rows) {
        release();
      } else if (Traits::kIsInt4 || k_tile < whole) {
        products.template add_stage<2>(pipeline.stage, sums, release);
      } else if constexpr (!Traits::kIsInt4) {
        products.template add_stage<1>(pipeline.stage, sums, release);
      }
    }
    if (!part.ends()) {
      hand_over(params, schedule.share(), sums);
      continue;
    }
    if (!part.begins()) {
      take_over(params, schedule.first_sharer(part), schedule.share(), sums);
    }
    WarpStore<Traits>(params, part, warp).store(sums);
  }
}

template <class Traits>
struct KernelOf<Traits, Family::kFused> {
  MOE_DEVICE static void run(const GemmParams& params) {
    const FusedLayout<Traits> shared(ptx::shared_base(), team_id<Traits>());
    prepare_team(params, shared);
    const TeamStart<Traits> start;
    // The next grid's blocks may take what this one leaves free; they wait for its end.
    ptx::grid_launch_dependents();
    if (warp_of_team<Traits>() == Traits::kConsumerWarps) {
      load_parts(params, shared, start);
    } else {
      start.wait();
      ptx::grid_dependency_wait();
      consume_parts(params, shared);
    }
  }
};

}  // namespace moe::sm90
