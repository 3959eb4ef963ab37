#pragma once
#include <vector>

#include "bench/cpu_peers/layer_runner.hpp"

namespace moe::peers {

/** Batches with seeded activations and a routing of their own each: uniform, distinct in a token.
 */
std::vector<Batch> make_batches(const moe_problem& problem, int32_t num_tokens, int count);

/** Distinct experts of a batch. */
int64_t touched_experts(const Batch& batch);

/** What the oracle says of the first tokens: fp32 of bf16, [num_tokens, H]. */
std::vector<float> expected_output(const HostLayer& host, const Batch& batch, int32_t num_tokens);

}  // namespace moe::peers
