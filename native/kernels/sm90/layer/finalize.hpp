#pragma once
#include "kernels/sm90/layer/bf16_vectors.hpp"
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/params.hpp"

namespace moe::sm90 {

/** Choices of a token whose rows are on their way together. */
inline constexpr int32_t kChoicesAtOnce = 8;

/** Columns of a thread. Eight are more code between the end of the GEMM and the first store, none
 * of which is in the caches yet: 1.1 us with it, 0.5 with four (H200, 4 tokens, 2026-11-27). */
inline constexpr int32_t kFinalizeColumns = 4;

/** Adds the weighted rows of a token's choices from `first` on, four columns of them. Rows and
 * weights of choices are older than the grid before, products are not. */
template <bool kHasBias>
MOE_DEVICE void add_choices(const FinalizeParams& params, int64_t token, int64_t column,
                            int32_t first, float (&sum)[kFinalizeColumns]) {
  int32_t row[kChoicesAtOnce];
  float weight[kChoicesAtOnce];
  MOE_UNROLL
  for (int32_t i = 0; i < kChoicesAtOnce; ++i) {
    const bool is_choice = first + i < params.top_k;
    const int64_t slot = token * params.top_k + first + i;
    row[i] = is_choice ? ptx::load_global(params.row_of_slot + slot) : -1;
    weight[i] = is_choice ? ptx::load_global(params.weights + slot) : 0;
  }
  // What is loaded after the wait has addresses of 32 bits and no branch, so that all of it is
  // asked for at once; a choice that takes no part loads row 0 and leaves it.
  const auto* const from = reinterpret_cast<const uint64_t*>(params.products + column);
  const auto pieces = static_cast<uint32_t>(params.hidden_size / kFinalizeColumns);
  ptx::grid_dependency_wait();
  uint64_t packed[kChoicesAtOnce];
  MOE_UNROLL
  for (int32_t i = 0; i < kChoicesAtOnce; ++i) {
    packed[i] = ptx::load_global(from + static_cast<uint32_t>(row[i] < 0 ? 0 : row[i]) * pieces);
  }
  MOE_UNROLL
  for (int32_t i = 0; i < kChoicesAtOnce; ++i) {
    if (row[i] < 0) continue;
    float values[kFinalizeColumns];
    unpack_bf16x4(packed[i], values);
    if constexpr (kHasBias) {
      const int64_t slot = token * params.top_k + first + i;
      const int64_t expert = ptx::load_global(params.expert_ids + slot);
      float bias[kFinalizeColumns];
      unpack_bf16x4(load_bf16x4(params.bias + expert * params.hidden_size + column), bias);
      MOE_UNROLL
      for (int j = 0; j < kFinalizeColumns; ++j) values[j] += bias[j];
    }
    MOE_UNROLL
    for (int j = 0; j < kFinalizeColumns; ++j) sum[j] = ptx::fma(weight[i], values[j], sum[j]);
  }
}

template <bool kHasBias>
MOE_DEVICE void finalize_pieces(const FinalizeParams& params) {
  const int32_t size = params.hidden_size;
  const int32_t pieces = size / kFinalizeColumns;
  const int64_t total = static_cast<int64_t>(params.num_tokens) * pieces;
  for (int64_t piece = grid_thread(); piece < total; piece += grid_threads()) {
    const int64_t token = piece / pieces;
    const int64_t column = piece % pieces * kFinalizeColumns;
    float sum[kFinalizeColumns] = {};
    for (int32_t first = 0; first < params.top_k; first += kChoicesAtOnce) {
      add_choices<kHasBias>(params, token, column, first, sum);
    }
    const uint64_t low = ptx::pack_bf16x2(sum[0], sum[1]), high = ptx::pack_bf16x2(sum[2], sum[3]);
    ptx::store_global(reinterpret_cast<uint64_t*>(params.output + token * size + column),
                      low | high << 32);
  }
}

/** output[t] = sum over t's slots, in their order, of weight * (row + bias), rounded once. */
MOE_DEVICE void finalize(const FinalizeParams& params) {
  ptx::grid_launch_dependents();
  if (params.bias != nullptr) {
    finalize_pieces<true>(params);
  } else {
    finalize_pieces<false>(params);
  }
}

}  // namespace moe::sm90
