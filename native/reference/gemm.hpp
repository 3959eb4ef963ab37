#pragma once
#include <cstdint>
#include <span>

#include "api/moe_kernels.h"

namespace moe::reference {

/**
 * One output of a GEMM in natural layout: bias + sum over K of weight * input, in fp32, k
 * ascending.
 * @param num_rows  N, output rows per expert
 * @param input     bf16 [K]
 */
float dot_row(const moe_host_weights& weights, int32_t num_rows, int32_t expert, int32_t row,
              std::span<const uint16_t> input);

}  // namespace moe::reference
