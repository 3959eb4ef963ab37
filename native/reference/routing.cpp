#include <algorithm>
#include <cmath>
#include <numeric>

#include "reference/oracle.hpp"

namespace moe::reference {

Routing route(std::span<const float> logits, int32_t num_tokens, int32_t num_experts,
              int32_t top_k) {
  Routing routing;
  std::vector<int32_t> order(static_cast<size_t>(num_experts));
  for (int32_t token = 0; token < num_tokens; ++token) {
    const auto row = logits.subspan(static_cast<size_t>(token) * static_cast<size_t>(num_experts),
                                    static_cast<size_t>(num_experts));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int32_t a, int32_t b) { return row[a] > row[b]; });
    // The softmax's denominator cancels in the renormalisation over the chosen k.
    const float largest = row[order[0]];
    float sum = 0.0f;
    for (int32_t choice = 0; choice < top_k; ++choice) {
      sum += std::exp(row[order[choice]] - largest);
    }
    for (int32_t choice = 0; choice < top_k; ++choice) {
      routing.expert_ids.push_back(order[choice]);
      routing.expert_weights.push_back(std::exp(row[order[choice]] - largest) / sum);
    }
  }
  return routing;
}

}  // namespace moe::reference
