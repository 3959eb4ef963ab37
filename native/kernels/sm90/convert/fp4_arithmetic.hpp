#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/**
 * Eight e2m1 codes to bf16 by arithmetic, about 27 operations, as before the pull request: sign and
 * exponent-mantissa bits are shifted into place, which gives value * 2^-126, and one multiply
 * removes the factor. Code 1 (0.5) is a bf16 subnormal before the multiply.
 * @param word  the bytes of four fragments words: byte i holds even k in its low and odd k in its
 * high nibble @param fragment  word i: bf16x2 of byte i, even k in the lower half
 */
MOE_DEVICE void convert_fp4_arithmetic(uint32_t word, uint32_t (&fragment)[4]) {
  constexpr uint32_t kMagnitude = 0x01C001C0u;  // exponent and mantissa at bits 6 to 8
  constexpr uint32_t kSign = 0x80008000u;       // bit 15
  constexpr uint32_t kRescale = 0x7E807E80u;    // 2^126 twice
  const uint32_t even = word & 0x0F0F0F0Fu;
  const uint32_t odd = (word >> 4) & 0x0F0F0F0Fu;
  MOE_UNROLL
  for (uint32_t i = 0; i < 4; ++i) {
    // Code of even k in byte 0, of odd k in byte 2. Bytes 1 and 3 repeat them: the shifts move
    // their four bits past both masks or onto bits that the masks drop.
    const uint32_t codes = ptx::prmt(even, odd, i | i << 4 | (i + 4) << 8 | (i + 4) << 12);
    fragment[i] = ptx::mul_bf16x2(((codes << 6) & kMagnitude) | ((codes << 12) & kSign), kRescale);
  }
}

}  // namespace moe::sm90
