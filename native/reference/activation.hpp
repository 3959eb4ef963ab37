#pragma once
#include <cstdint>
#include <span>

#include "api/moe_kernels.h"

namespace moe::reference {

/** Rows that gemm1 has per expert: 2*I when gated, else I. */
int32_t gemm1_rows(const moe_problem& problem);

/**
 * The non-linearity in fp32.
 * @param up, gate  gemm1's outputs for one intermediate column, biases added; gate unused if not
 * gated
 */
float activate(const moe_problem& problem, float up, float gate);

}  // namespace moe::reference
