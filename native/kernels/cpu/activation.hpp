#pragma once
#include <cstdint>

#include "api/moe_kernels.h"

namespace moe::cpu {

/**
 * The non-linearity for a stretch of intermediate columns, in fp32, rounded once to bf16.
 * @param up, gate  [count], biases added; gate is not read when the problem is not gated
 */
void activate(const moe_problem& problem, const float* up, const float* gate, int64_t count,
              uint16_t* out);

/** fp32 to bf16 for a stretch. */
void round_to_bf16(const float* values, int64_t count, uint16_t* out);

}  // namespace moe::cpu
