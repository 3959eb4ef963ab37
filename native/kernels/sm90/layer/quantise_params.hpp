#pragma once
#include <cstdint>

namespace moe::sm90 {

/** Where the values of a step go that ends in e4m3. */
struct QuantiseParams {
  const float* input_scale;  // [K] of the next GEMM, or null: ones
  uint8_t* rows;             // e4m3 [S, K], grouped by expert
};

}  // namespace moe::sm90
