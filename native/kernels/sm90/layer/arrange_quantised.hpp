#pragma once
#include "kernels/sm90/layer/arrange.hpp"
#include "kernels/sm90/layer/quantise.hpp"

namespace moe::sm90 {

/** Everything before the first GEMM of int4_fp8 in `fused`: the first block arranges the slots, and
 * the others quantise the input meanwhile. */
MOE_DEVICE void arrange_quantised(const RouteParams& route, const ExpertMapParams& map,
                                  const QuantiseRowsParams& rows) {
  if (ptx::block_id() == 0) {
    arrange(route, map);
    return;
  }
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  quantise_rows(rows, grid_thread() - ptx::num_threads(), grid_threads() - ptx::num_threads());
}

/** The input alone, where many blocks arrange the slots. */
MOE_DEVICE void quantise(const QuantiseRowsParams& rows) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  quantise_rows(rows, grid_thread(), grid_threads());
}

}  // namespace moe::sm90
