#include "bench/cpu_peers/batches.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "kernels/common/bf16.hpp"
#include "measure/activations.hpp"
#include "measure/parallel.hpp"
#include "reference/oracle.hpp"

namespace moe::peers {

std::vector<Batch> make_batches(const moe_problem& problem, int32_t num_tokens, int count) {
  std::mt19937 random(7);
  std::vector<int32_t> experts(static_cast<size_t>(problem.num_experts));
  std::iota(experts.begin(), experts.end(), 0);
  std::vector<Batch> batches(static_cast<size_t>(count));
  for (Batch& batch : batches) {
    batch.num_tokens = num_tokens;
    batch.input.resize(static_cast<size_t>(num_tokens) * static_cast<size_t>(problem.hidden_size));
    measure::fill_tokens(random(), measure::Purpose::kTimedInput, problem.hidden_size,
                         measure::usable_threads(), batch.input);
    for (int32_t token = 0; token < num_tokens; ++token) {
      std::shuffle(experts.begin(), experts.end(), random);
      for (int32_t choice = 0; choice < problem.top_k; ++choice) {
        batch.expert_ids.push_back(experts[static_cast<size_t>(choice)]);
        // Unequal and adding up to about one, as after a softmax.
        batch.expert_weights.push_back(
            (1.5f - static_cast<float>(choice) / static_cast<float>(problem.top_k)) /
            static_cast<float>(problem.top_k));
      }
    }
  }
  return batches;
}

int64_t touched_experts(const Batch& batch) {
  return static_cast<int64_t>(
      std::set<int32_t>(batch.expert_ids.begin(), batch.expert_ids.end()).size());
}

std::vector<float> expected_output(const HostLayer& host, const Batch& batch, int32_t num_tokens) {
  const auto hidden = static_cast<size_t>(host.problem.hidden_size);
  const auto top_k = static_cast<size_t>(host.problem.top_k);
  std::vector<float> expected(static_cast<size_t>(num_tokens) * hidden);
  measure::for_each_range(num_tokens, num_tokens, [&](int64_t begin, int64_t end) {
    std::vector<uint16_t> output(hidden);
    for (auto token = static_cast<size_t>(begin); token < static_cast<size_t>(end); ++token) {
      reference::layer_token(host.problem, {host.gemm1.view(), host.gemm2.view()},
                             std::span(batch.expert_ids).subspan(token * top_k, top_k),
                             std::span(batch.expert_weights).subspan(token * top_k, top_k),
                             std::span(batch.input).subspan(token * hidden, hidden), output);
      for (size_t column = 0; column < hidden; ++column) {
        expected[token * hidden + column] = bf16_to_float(output[column]);
      }
    }
  });
  return expected;
}

}  // namespace moe::peers
