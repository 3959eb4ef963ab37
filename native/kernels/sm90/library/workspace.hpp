#pragma once
#include "api/moe_kernels.h"
#include "kernels/sm90/gemm/params.hpp"
#include "kernels/sm90/gemm/traits.hpp"

namespace moe::sm90 {

/** Intermediate results of a launch in the caller's workspace; S = T*k slots, E experts. */
struct Workspace {
  int32_t* expert_ids;    // [S], routed here when logits are given
  float* expert_weights;  // [S]
  int32_t* counts;        // [E]
  int32_t* first_row;     // [E + 1]
  int32_t* slot_of_row;   // [S]
  int32_t* row_of_slot;   // [S]
  uint16_t* rows;         // bf16 [S, max(H, I)] grouped by expert: gemm1's input, then gemm2's
  uint16_t* products;     // bf16 [S, max(N1, H)] grouped by expert
  ptx::TensorMap* block_maps;

  /** @param base  null: only `bytes` is computed */
  static Workspace layout(const moe_problem& problem, int64_t num_tokens, int32_t multiprocessors,
                          void* base, size_t& bytes);
};

}  // namespace moe::sm90
