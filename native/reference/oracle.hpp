#pragma once
/**
 * The fp32 oracle: plain loops over the natural layout, no tricks, no intrinsics. Every tactic is
 * compared with it before it is timed, so it must be obviously right rather than fast.
 *
 * Shapes are those of native/api/moe_kernels.h. To check a large batch affordably the oracle can
 * compute chosen tokens only: each token is independent of the others.
 */
#include <cstdint>
#include <span>
#include <vector>

#include "api/moe_kernels.h"

namespace moe::reference {

/** Values of the natural layout for both GEMMs. Pointers are borrowed. */
struct LayerWeights {
  moe_host_weights gemm1;
  moe_host_weights gemm2;
};

/** Experts and their weights of one batch; ids [T, k], weights [T, k]. */
struct Routing {
  std::vector<int32_t> expert_ids;
  std::vector<float> expert_weights;
};

/** softmax over E, top-k (ties to the lower expert), divided by the sum of the k. logits: [T, E].
 */
Routing route(std::span<const float> logits, int32_t num_tokens, int32_t num_experts,
              int32_t top_k);

/**
 * gemm1 and activation for one slot.
 * @param input bf16 [H] of the slot's token  @param output bf16 [I]
 */
void gemm1_row(const moe_problem& problem, const LayerWeights& weights, int32_t expert,
               std::span<const uint16_t> input, std::span<uint16_t> output);

/**
 * gemm2 and finalize for one token.
 * @param rows bf16 [k, I], the token's slots  @param output bf16 [H]
 */
void gemm2_token(const moe_problem& problem, const LayerWeights& weights,
                 std::span<const int32_t> expert_ids, std::span<const float> expert_weights,
                 std::span<const uint16_t> rows, std::span<uint16_t> output);

/** The whole layer for one token. @param input bf16 [H]  @param output bf16 [H] */
void layer_token(const moe_problem& problem, const LayerWeights& weights,
                 std::span<const int32_t> expert_ids, std::span<const float> expert_weights,
                 std::span<const uint16_t> input, std::span<uint16_t> output);

}  // namespace moe::reference
