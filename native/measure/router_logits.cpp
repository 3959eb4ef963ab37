#include "measure/router_logits.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "measure/failure.hpp"
#include "measure/random_stream.hpp"

namespace moe::measure {

namespace {

constexpr float kMargin = 4.0f;
constexpr float kSpread = 4.0f;
/** A weight may have been rounded to 0; its logarithm must stay finite. */
constexpr float kSmallestWeight = 1e-30f;

}  // namespace

std::vector<float> router_logits(const moe_problem& problem, const RoutingSample& sample,
                                 uint64_t seed) {
  const auto experts = static_cast<size_t>(problem.num_experts);
  const auto choices = static_cast<size_t>(problem.top_k);
  const size_t tokens = sample.expert_ids.size() / choices;
  std::vector<float> logits(tokens * experts);
  for (size_t token = 0; token < tokens; ++token) {
    const auto weights = std::span(sample.expert_weights).subspan(token * choices, choices);
    const float smallest = std::max(*std::ranges::min_element(weights), kSmallestWeight);
    const auto row = std::span(logits).subspan(token * experts, experts);
    const RandomStream stream(seed, Purpose::kOtherLogits, token);
    for (size_t expert = 0; expert < experts; ++expert) {
      const auto fraction = static_cast<float>(stream.at(expert) >> 40) * 0x1p-24f;
      row[expert] = std::log(smallest) - kMargin - kSpread * fraction;
    }
    for (size_t choice = 0; choice < choices; ++choice) {
      const auto expert = static_cast<size_t>(sample.expert_ids[token * choices + choice]);
      row[expert] = std::log(std::max(weights[choice], kSmallestWeight));
    }
  }
  return logits;
}

void require_valid(const moe_problem& problem, int32_t num_tokens, const RoutingSample& sample) {
  const auto slots = static_cast<size_t>(num_tokens) * static_cast<size_t>(problem.top_k);
  if (num_tokens < 1 || sample.expert_ids.size() != slots ||
      sample.expert_weights.size() != slots) {
    throw Failure(FailureKind::kError, "a routing sample for " + std::to_string(num_tokens) +
                                           " tokens needs " + std::to_string(slots) +
                                           " expert ids and weights");
  }
  const auto choices = static_cast<size_t>(problem.top_k);
  for (size_t slot = 0; slot < slots; ++slot) {
    const int32_t expert = sample.expert_ids[slot];
    const auto first = sample.expert_ids.begin() + static_cast<ptrdiff_t>(slot / choices * choices);
    const auto here = sample.expert_ids.begin() + static_cast<ptrdiff_t>(slot);
    if (expert < 0 || expert >= problem.num_experts || std::find(first, here, expert) != here) {
      throw Failure(FailureKind::kError, "a routing sample sends token " +
                                             std::to_string(slot / choices) + " to expert " +
                                             std::to_string(expert) +
                                             "; experts of a token must be distinct and below " +
                                             std::to_string(problem.num_experts));
    }
  }
}

}  // namespace moe::measure
