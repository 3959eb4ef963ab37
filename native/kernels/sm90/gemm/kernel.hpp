#pragma once
#include "kernels/sm90/gemm/roles.hpp"

namespace moe::sm90 {

/** Barriers and the table of tiles; the whole cluster sees them before any copy is issued. */
template <class Traits>
MOE_DEVICE void prepare_block(const GemmParams& params, const SharedLayout<Traits>& shared) {
  if (ptx::thread_id() == 0) {
    for (uint32_t stage = 0; stage < Traits::kStages; ++stage) {
      ptx::mbarrier_init(shared.full + 8 * stage, 1);
      ptx::mbarrier_init(shared.empty + 8 * stage, readers_of_stage<Traits>());
    }
    for (uint32_t group = 0; group < Traits::kConsumerGroups; ++group) {
      ptx::mbarrier_init(shared.turn + 8 * group, 128);
    }
    ptx::fence_mbarrier_init();
  }
  // Offsets and input rows are written by the grid before this one.
  ptx::grid_dependency_wait();
  if (ptx::warp_id() == 0) fill_tile_table<Traits>(params, shared.table);
  if constexpr (Traits::kClusterSize == 1) {
    ptx::block_sync();
  } else {
    ptx::cluster_sync();
  }
}

/** The persistent grouped GEMM of one block: warpgroup 0 loads, the others multiply. */
template <class Traits>
MOE_DEVICE void grouped_gemm(const GemmParams& params) {
  const SharedLayout<Traits> shared(ptx::shared_base());
  prepare_block(params, shared);
  // The next grid's blocks may take what this one leaves free; they wait for its end.
  ptx::grid_launch_dependents();
  const uint32_t warp = ptx::warp_id();
  if (warp < 4) {
    ptx::setmaxnreg_dec<Traits::kProducerRegisters>();
    if (warp == 0) RolesOf<Traits>::produce(params, shared);
  } else {
    ptx::setmaxnreg_inc<Traits::kConsumerRegisters>();
    RolesOf<Traits>::consume(params, shared, warp / 4 - 1);
  }
  // A block may not leave while others of its cluster still copy into it or arrive at its barriers.
  if constexpr (Traits::kClusterSize > 1) ptx::cluster_sync();
}

/** What a kernel runs; a family may specialise it beside its own code. */
template <class Traits, Family = Traits::kFamily>
struct KernelOf {
  MOE_DEVICE static void run(const GemmParams& params) { grouped_gemm<Traits>(params); }
};

}  // namespace moe::sm90
