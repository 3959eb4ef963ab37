#include "measure/expected_output.hpp"

#include <algorithm>
#include <set>

#include "measure/activations.hpp"
#include "measure/parallel.hpp"
#include "measure/random_stream.hpp"
#include "measure/shapes.hpp"

namespace moe::measure {

namespace {

/** gemm1 of every chosen token's slots. @param inputs bf16 [tokens, H]  @return bf16 [tokens, k, I]
 */
std::vector<uint16_t> gemm1_slots(const moe_problem& problem,
                                  const reference::LayerWeights& weights,
                                  const RoutingSample& sample, std::span<const int32_t> tokens,
                                  std::span<const uint16_t> inputs, int32_t num_threads) {
  const auto choices = static_cast<size_t>(problem.top_k);
  const auto hidden = static_cast<size_t>(problem.hidden_size);
  const auto intermediate = static_cast<size_t>(problem.intermediate_size);
  std::vector<uint16_t> slots(tokens.size() * choices * intermediate);
  for_each_range(
      num_threads, static_cast<int64_t>(tokens.size() * choices), [&](int64_t begin, int64_t end) {
        for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
          const auto slot = static_cast<size_t>(tokens[i / choices]) * choices + i % choices;
          reference::gemm1_row(problem, weights, sample.expert_ids[slot],
                               inputs.subspan(i / choices * hidden, hidden),
                               std::span(slots).subspan(i * intermediate, intermediate));
        }
      });
  return slots;
}

/** gemm2 of every chosen token. @param slots bf16 [tokens, k, I]  @return bf16 [tokens, H] */
std::vector<uint16_t> gemm2_tokens(const moe_problem& problem,
                                   const reference::LayerWeights& weights,
                                   const RoutingSample& sample, std::span<const int32_t> tokens,
                                   std::span<const uint16_t> slots, int32_t num_threads) {
  const auto choices = static_cast<size_t>(problem.top_k);
  const auto hidden = static_cast<size_t>(problem.hidden_size);
  const size_t row = choices * static_cast<size_t>(problem.intermediate_size);
  std::vector<uint16_t> output(tokens.size() * hidden);
  for_each_range(num_threads, static_cast<int64_t>(tokens.size()), [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      const size_t first = static_cast<size_t>(tokens[i]) * choices;
      reference::gemm2_token(problem, weights, std::span(sample.expert_ids).subspan(first, choices),
                             std::span(sample.expert_weights).subspan(first, choices),
                             slots.subspan(i * row, row),
                             std::span(output).subspan(i * hidden, hidden));
    }
  });
  return output;
}

}  // namespace

ExpectedOutput expected_output(const moe_problem& problem, int32_t stage,
                               const reference::LayerWeights& weights, const RoutingSample& sample,
                               uint64_t seed, std::vector<int32_t> tokens, int32_t num_threads) {
  const auto width = static_cast<size_t>(token_shape(problem, stage).input);
  std::vector<uint16_t> inputs(tokens.size() * width);
  for (size_t i = 0; i < tokens.size(); ++i) {
    fill_token(seed, Purpose::kCheckInput, tokens[i], std::span(inputs).subspan(i * width, width));
  }
  if (stage == MOE_STAGE_GEMM2) {
    auto values = gemm2_tokens(problem, weights, sample, tokens, inputs, num_threads);
    return {std::move(tokens), std::move(values)};
  }
  auto slots = gemm1_slots(problem, weights, sample, tokens, inputs, num_threads);
  if (stage == MOE_STAGE_GEMM1) {
    return {std::move(tokens), std::move(slots)};
  }
  auto values = gemm2_tokens(problem, weights, sample, tokens, slots, num_threads);
  return {std::move(tokens), std::move(values)};
}

std::vector<int32_t> choose_tokens(int32_t num_tokens, int32_t count, uint64_t seed) {
  const auto wanted = static_cast<size_t>(std::min(num_tokens, count));
  std::set<int32_t> chosen;
  for (const int32_t token : {0, num_tokens - 1}) {
    if (chosen.size() < wanted) {
      chosen.insert(token);
    }
  }
  const RandomStream stream(seed, Purpose::kCheckedTokens, static_cast<uint64_t>(num_tokens));
  for (uint64_t draw = 0; chosen.size() < wanted; ++draw) {
    chosen.insert(static_cast<int32_t>(stream.at(draw) % static_cast<uint64_t>(num_tokens)));
  }
  return {chosen.begin(), chosen.end()};
}

}  // namespace moe::measure
