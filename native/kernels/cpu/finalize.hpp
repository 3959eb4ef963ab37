#pragma once
#include <cstdint>

namespace moe::cpu {

/**
 * Weighted sum of one token's k rows in fp32, choice 0 first, rounded once to bf16.
 * @param rows [k, hidden]  @param weights [k]  @param out bf16 [hidden]
 */
void finalize_token(const float* rows, const float* weights, int32_t top_k, int64_t hidden,
                    uint16_t* out);

}  // namespace moe::cpu
