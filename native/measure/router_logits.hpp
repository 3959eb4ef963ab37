#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "api/moe_kernels.h"

namespace moe::measure {

/** The experts of a batch: ids [T, k], weights [T, k], each token's weights positive with sum 1. */
struct RoutingSample {
  std::vector<int32_t> expert_ids;
  std::vector<float> expert_weights;
};

/**
 * Router logits [T, E] that make softmax, top-k and renormalisation choose exactly this sample: the
 * logarithm of its weight for a chosen expert, which the renormalised softmax inverts, and for
 * every other expert a seeded value at least 4 below the smallest of them, far beyond rounding.
 */
std::vector<float> router_logits(const moe_problem& problem, const RoutingSample& sample,
                                 uint64_t seed);

/** Throws Failure unless ids and weights are [T, k], ids distinct within a token and below E. */
void require_valid(const moe_problem& problem, int32_t num_tokens, const RoutingSample& sample);

}  // namespace moe::measure
