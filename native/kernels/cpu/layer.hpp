#pragma once
#include "api/moe_kernels.h"
#include "kernels/cpu/slots.hpp"
#include "kernels/cpu/tactics.hpp"
#include "kernels/cpu/thread_pool.hpp"
#include "kernels/cpu/weights.hpp"

namespace moe::cpu {

/** Where the intermediate results of a launch lie in the caller's workspace; sizes for T tokens. */
struct Workspace {
  int32_t* expert_ids;            // [S], routed here when logits are given
  float* expert_weights;          // [S]
  uint16_t* intermediate;         // bf16 [S, I]
  uint16_t* quantised = nullptr;  // bf16 of e4m3, [T, H], then [S, I]; int4_fp8 only, else nullptr
  uint8_t* arranged;    // [S, max(H, I)]: first gemm1's, then gemm2's activations, arranged
  float* expert_rows;   // fp32 [S, H], gemm2's rows before finalize
  float* partial_sums;  // of segments, while K is split; see PanelGemm

  /** @param base  nullptr: only `bytes` is computed */
  static Workspace layout(const moe_problem& problem, int64_t num_tokens, void* base,
                          size_t& bytes);
};

/** Bytes of workspace for up to `max_tokens`. */
size_t workspace_bytes(const moe_problem& problem, int64_t max_tokens);

/** Runs one stage. `scratch` is reused between launches and holds nothing in between. */
void run_stage(ThreadPool& pool, ExpertSlots& scratch, const moe_problem& problem,
               const moe_launch& launch);

}  // namespace moe::cpu
