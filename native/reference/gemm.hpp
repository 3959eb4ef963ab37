#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "api/moe_kernels.h"

namespace moe::reference {

/** A GEMM's input as the scheme multiplies it: int4_fp8 quantises it to e4m3. bf16 [K]. */
std::vector<uint16_t> operand_of(int32_t scheme, const moe_host_weights& weights,
                                 std::span<const uint16_t> input);

/**
 * One output of a GEMM in natural layout: bias + sum over K of weight * input, in fp32, k
 * ascending; of int4_fp8 bias + alpha * sum over groups of scale * (sum of the group's products).
 * @param scheme    MOE_SCHEME_*
 * @param num_rows  N, output rows per expert
 * @param operand   bf16 [K], of operand_of
 */
float dot_row(int32_t scheme, const moe_host_weights& weights, int32_t num_rows, int32_t expert,
              int32_t row, std::span<const uint16_t> operand);

}  // namespace moe::reference
