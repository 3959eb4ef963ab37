#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** What a weight of convert_int4_arithmetic has to be multiplied with, 2^9; scales take it over. */
inline constexpr float kInt4Raise = 512.0f;

/**
 * Eight int4 codes (two's complement) to e4m3 by arithmetic, 17 operations: sign and magnitude. A
 * byte m from 0 to 8 is m * 2^-9 in e4m3, subnormal up to 7, so that the magnitude needs no
 * exponent.
 * @param word  nibble i is value i
 * @param bytes  byte i % 4 of bytes[i / 4] is value i * 2^-9 as e4m3
 */
MOE_DEVICE void convert_int4_arithmetic(uint32_t word, uint32_t (&bytes)[2]) {
  const auto convert = [](uint32_t codes) {
    const uint32_t sign = codes >> 3 & 0x01010101u;
    // Below zero the magnitude is the complement plus one; -8 becomes 7 + 1.
    const uint32_t magnitude = ((codes & 0x07070707u) ^ sign * 7) + sign;
    return magnitude | sign << 7;
  };
  const uint32_t even = convert(word & 0x0F0F0F0Fu);
  const uint32_t odd = convert(word >> 4 & 0x0F0F0F0Fu);
  bytes[0] = ptx::prmt(even, odd, 0x5140);
  bytes[1] = ptx::prmt(even, odd, 0x7362);
}

}  // namespace moe::sm90
