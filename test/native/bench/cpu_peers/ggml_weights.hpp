#pragma once
#include <cstdint>
#include <vector>

#include "api/moe_kernels.h"

namespace moe::peers {

/** Sizes of one GEMM's weights: [experts, rows, k]. */
struct WeightShape {
  int64_t experts;
  int64_t rows;
  int64_t k;
};

/**
 * The rows [first_row, first_row + num_rows) of every expert as ggml stores MXFP4: for 32 weights
 * the scale's byte, then 16 bytes of which byte j has weight j in its low and weight j + 16 in its
 * high half. The values are the same, only their places differ.
 */
std::vector<uint8_t> to_ggml_blocks(const moe_host_weights& host, const WeightShape& shape,
                                    int64_t first_row, int64_t num_rows);

}  // namespace moe::peers
