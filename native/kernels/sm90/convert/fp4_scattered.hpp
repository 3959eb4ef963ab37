#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/**
 * Eight e2m1 codes, their bits scattered so that masks alone make bf16 of them (the idea of
 * Triton's Hopper layout and of the pull request's successor): a code's exponent and mantissa at
 * bits 8 to 6 of a bf16 are the value times 2^-126, subnormals included, and the scale makes up for
 * that.
 *
 * Each half of a word holds four codes, the even k in the lower one. Bits of a half: code 0 has its
 * sign at 15 and the rest at 8 to 6; code 1 three lower, code 2 six lower; of code 3, for which no
 * shift is left, sign 14, exponent 13 and 11, mantissa 10.
 */
MOE_DEVICE constexpr uint32_t scatter_fp4(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
  return (c0 & 8) << 12 | (c0 & 7) << 6 | (c1 & 8) << 9 | (c1 & 7) << 3 | (c2 & 8) << 6 | (c2 & 7) |
         (c3 & 8) << 11 | (c3 & 4) << 11 | (c3 & 3) << 10;
}

/** A word of the interleaved layout (see convert_fp4_lut) with its bits scattered. */
MOE_DEVICE constexpr uint32_t scatter_word(uint32_t word) {
  return scatter_fp4(word & 15, word >> 4 & 15, word >> 16 & 15, word >> 20 & 15) |
         scatter_fp4(word >> 8 & 15, word >> 12 & 15, word >> 24 & 15, word >> 28) << 16;
}

/** The exponent that a scale byte must be raised by to undo the 2^-126 of the conversion. */
inline constexpr int kScatteredExponent = 126;

/**
 * Six masks and five shifts, of which the left ones run beside the masks as multiplications.
 * @param fragment  bf16x2, times 2^-126: the order of AFragment
 */
MOE_DEVICE void convert_fp4_scattered(uint32_t word, uint32_t (&fragment)[4]) {
  constexpr uint32_t kCode = 0x81C081C0u;
  fragment[0] = word & kCode;
  fragment[1] = word << 3 & kCode;
  fragment[2] = word << 6 & kCode;
  fragment[3] = (word << 1 & 0x80008000u) | (word >> 5 & 0x01000100u) | (word >> 4 & 0x00C000C0u);
}

}  // namespace moe::sm90
