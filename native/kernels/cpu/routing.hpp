#pragma once
#include <cstdint>

namespace moe::cpu {

/**
 * Router of one token: softmax over E, the k largest (ties to the lower expert), divided by their
 * sum.
 * @param logits [E]  @param ids, weights [k]
 */
void route_token(const float* logits, int32_t num_experts, int32_t top_k, int32_t* ids,
                 float* weights);

}  // namespace moe::cpu
