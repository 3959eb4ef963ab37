#pragma once
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu::interleaved {

inline constexpr const char* kLayout = "mxfp4.interleave16x64.g1";
inline constexpr int32_t kRowMultiple = 16;

/** Bytes of the interleaved scales, padded to whole blocks of 128 k. */
size_t scale_bytes(const GemmShape& shape);

/**
 * Interleaves the rows [row_begin, row_end) counted over all experts, both multiples of 16.
 * @param values [E, N, K/2] and @param scales [E, N, K/32] in natural layout
 */
void pack_rows(const GemmShape& shape, const uint8_t* values, const uint8_t* scales,
               int64_t row_begin, int64_t row_end, uint8_t* packed_values, uint8_t* packed_scales);

}  // namespace moe::cpu::interleaved
