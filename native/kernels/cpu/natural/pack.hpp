#pragma once
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu::natural {

inline constexpr const char* kLayout = "mxfp4.natural";
/** Any number of rows fits. */
inline constexpr int32_t kRowMultiple = 1;

/**
 * The checkpoint's own layout, copied: values [E, N, K/2], scales [E, N, K/32].
 * Packs the rows [row_begin, row_end) counted over all experts.
 */
void pack_rows(const GemmShape& shape, const uint8_t* values, const uint8_t* scales,
               int64_t row_begin, int64_t row_end, uint8_t* packed_values, uint8_t* packed_scales);

}  // namespace moe::cpu::natural
