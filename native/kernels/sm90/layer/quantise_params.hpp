#pragma once
#include <cstdint>

namespace moe::sm90 {

/** Where values go that a GEMM of int4_fp8 multiplies next, and as what. */
struct QuantiseParams {
  const float* input_scale = nullptr;  // [K] of that GEMM, or null: ones
  uint8_t* rows = nullptr;             // e4m3 [S, K] or, where as_f16, f16 [S, K]
  int32_t as_f16 = 0;                  // 1: e4m3 widened, as `fused` multiplies it
};

/** Rows that are quantised where they lie. */
struct QuantiseRowsParams {
  const uint16_t* input;  // bf16 [num_rows, width]
  int32_t num_rows;
  int32_t width;  // a multiple of 8
  QuantiseParams to;
};

}  // namespace moe::sm90
