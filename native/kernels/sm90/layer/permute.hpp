#pragma once
#include "kernels/sm90/layer/bf16_vectors.hpp"
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/params.hpp"

namespace moe::sm90 {

/** Gathers the input row of every slot into the order of the experts. */
MOE_DEVICE void permute(const PermuteParams& params) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t pieces = params.width / 8;
  const int64_t total = static_cast<int64_t>(ptx::load_global(params.num_rows)) * pieces;
  for (int64_t piece = grid_thread(); piece < total; piece += grid_threads()) {
    const int64_t row = piece / pieces;
    const int64_t column = piece % pieces * 8;
    const int64_t source = ptx::load_global(params.slot_of_row + row) / params.slots_per_row;
    store_bf16x8(params.rows + row * params.width + column,
                 load_bf16x8(params.input + source * params.width + column));
  }
}

}  // namespace moe::sm90
