#pragma once
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

#include "measure/router_logits.hpp"

namespace moe::test {

/** Distinct experts per token, each as likely; weights 1/k. `only` >= 0 puts that expert first. */
inline measure::RoutingSample uniform_sample(const moe_problem& problem, int32_t tokens,
                                             uint32_t seed, int32_t only = -1) {
  std::mt19937 random(seed);
  std::vector<int32_t> experts(static_cast<size_t>(problem.num_experts));
  std::iota(experts.begin(), experts.end(), 0);
  measure::RoutingSample sample;
  for (int32_t token = 0; token < tokens; ++token) {
    std::shuffle(experts.begin(), experts.end(), random);
    if (only >= 0) std::iter_swap(experts.begin(), std::ranges::find(experts, only));
    for (int32_t choice = 0; choice < problem.top_k; ++choice) {
      sample.expert_ids.push_back(experts[static_cast<size_t>(choice)]);
      sample.expert_weights.push_back(1.0f / static_cast<float>(problem.top_k));
    }
  }
  return sample;
}

}  // namespace moe::test
