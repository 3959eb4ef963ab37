#pragma once
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/params.hpp"

namespace moe::sm90 {

/** output[t] = sum over t's slots, in their order, of weight * (row + bias), rounded once. */
MOE_DEVICE void finalize(const FinalizeParams& params) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t size = params.hidden_size;
  const int32_t pieces = size / 8;
  const int64_t total = static_cast<int64_t>(params.num_tokens) * pieces;
  for (int64_t piece = grid_thread(); piece < total; piece += grid_threads()) {
    const int64_t token = piece / pieces;
    const int64_t column = piece % pieces * 8;
    float sum[8] = {};
    for (int32_t choice = 0; choice < params.top_k; ++choice) {
      const int64_t slot = token * params.top_k + choice;
      const int64_t row = ptx::load_global(params.row_of_slot + slot);
      if (row < 0) continue;
      const float weight = ptx::load_global(params.weights + slot);
      float values[8];
      float bias[8] = {};
      unpack_bf16x8(load_bf16x8(params.products + row * size + column), values);
      if (params.bias != nullptr) {
        const int64_t expert = ptx::load_global(params.expert_ids + slot);
        unpack_bf16x8(load_bf16x8(params.bias + expert * size + column), bias);
      }
      MOE_UNROLL
      for (int i = 0; i < 8; ++i) sum[i] = ptx::fma(weight, values[i] + bias[i], sum[i]);
    }
    store_bf16x8(params.output + token * size + column, pack_bf16x8(sum));
  }
}

}  // namespace moe::sm90
