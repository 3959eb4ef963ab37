#pragma once
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu::streaming {

inline constexpr const char* kLayout = "mxfp4.records32x64";
inline constexpr int32_t kRowMultiple = 32;

/** Bytes of all records; scales are inside them. */
size_t record_bytes(const GemmShape& shape);

/**
 * Makes the records of the rows [row_begin, row_end) counted over all experts, both multiples
 * of 32.
 * @param values [E, N, K/2] and @param scales [E, N, K/32] in natural layout
 */
void pack_rows(const GemmShape& shape, const uint8_t* values, const uint8_t* scales,
               int64_t row_begin, int64_t row_end, uint8_t* records);

}  // namespace moe::cpu::streaming
