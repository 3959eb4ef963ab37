#pragma once
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu::natural {

inline constexpr const char* kLayout = "mxfp4.natural";
inline constexpr const char* kInt4Layout = "int4.natural";
/** Any number of rows fits. */
inline constexpr int32_t kRowMultiple = 1;

/**
 * The checkpoint's own layout, copied: values [E, N, K/2], scales uint8 [E, N, K/32] or bf16 [E, N,
 * K/128]. Packs the rows [row_begin, row_end) counted over all experts.
 * @param row_scale_bytes  of the scales of a row
 */
void pack_rows(const GemmShape& shape, const uint8_t* values, const uint8_t* scales,
               int64_t row_scale_bytes, int64_t row_begin, int64_t row_end, uint8_t* packed_values,
               uint8_t* packed_scales);

}  // namespace moe::cpu::natural
