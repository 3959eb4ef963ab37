#pragma once
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/params.hpp"

namespace moe::sm90 {

/** Choices of a token whose rows are on their way together. */
inline constexpr int32_t kChoicesAtOnce = 8;

/** Adds the weighted rows of a token's choices from `first` on, eight columns of them. Rows and
 * weights of choices are older than the grid before, products are not. */
MOE_DEVICE void add_choices(const FinalizeParams& params, int64_t token, int64_t column,
                            int32_t first, float (&sum)[8]) {
  int64_t row[kChoicesAtOnce];
  float weight[kChoicesAtOnce];
  MOE_UNROLL
  for (int32_t i = 0; i < kChoicesAtOnce; ++i) {
    const bool is_choice = first + i < params.top_k;
    const int64_t slot = token * params.top_k + first + i;
    row[i] = is_choice ? ptx::load_global(params.row_of_slot + slot) : -1;
    weight[i] = is_choice ? ptx::load_global(params.weights + slot) : 0;
  }
  ptx::grid_dependency_wait();
  ptx::Vector4 packed[kChoicesAtOnce] = {};
  MOE_UNROLL
  for (int32_t i = 0; i < kChoicesAtOnce; ++i) {
    if (row[i] >= 0)
      packed[i] = load_bf16x8(params.products + row[i] * params.hidden_size + column);
  }
  MOE_UNROLL
  for (int32_t i = 0; i < kChoicesAtOnce; ++i) {
    if (row[i] < 0) continue;
    float values[8];
    float bias[8] = {};
    unpack_bf16x8(packed[i], values);
    if (params.bias != nullptr) {
      const int64_t slot = token * params.top_k + first + i;
      const int64_t expert = ptx::load_global(params.expert_ids + slot);
      unpack_bf16x8(load_bf16x8(params.bias + expert * params.hidden_size + column), bias);
    }
    MOE_UNROLL
    for (int j = 0; j < 8; ++j) sum[j] = ptx::fma(weight[i], values[j] + bias[j], sum[j]);
  }
}

/** output[t] = sum over t's slots, in their order, of weight * (row + bias), rounded once. */
MOE_DEVICE void finalize(const FinalizeParams& params) {
  ptx::grid_launch_dependents();
  const int32_t size = params.hidden_size;
  const int32_t pieces = size / 8;
  const int64_t total = static_cast<int64_t>(params.num_tokens) * pieces;
  for (int64_t piece = grid_thread(); piece < total; piece += grid_threads()) {
    const int64_t token = piece / pieces;
    const int64_t column = piece % pieces * 8;
    float sum[8] = {};
    for (int32_t first = 0; first < params.top_k; first += kChoicesAtOnce) {
      add_choices(params, token, column, first, sum);
    }
    store_bf16x8(params.output + token * size + column, pack_bf16x8(sum));
  }
}

}  // namespace moe::sm90
