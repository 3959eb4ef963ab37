#pragma once
#include <cstdint>

#include "api/moe_kernels.h"

namespace moe::measure {

/** Weights of one expert in one GEMM: N output rows of K values. */
struct GemmShape {
  int64_t rows;
  int64_t depth;
};

/** @param stage GEMM1 or GEMM2 */
GemmShape gemm_shape(const moe_problem& problem, int32_t stage);

/** Values that a stage reads and writes per token. Stages on slots count a token's k slots as one
 * row. */
struct TokenShape {
  int64_t input;  /**< H; GEMM2: k*I */
  int64_t output; /**< H; GEMM1: k*I */
};

TokenShape token_shape(const moe_problem& problem, int32_t stage);

/** "gemm1", "gemm2" or "layer". */
const char* stage_name(int32_t stage);

/** Values along K that share a scale. */
int32_t scale_group(int32_t scheme);

/** Throws Failure unless sizes are positive, k <= E, the scheme is known and K fits its groups. */
void require_valid(const moe_problem& problem);

}  // namespace moe::measure
