#pragma once
#include "kernels/sm90/convert/rotation.hpp"

namespace moe::sm90 {

/**
 * Eight int4 weights, each 8 more than it is and so from 0 to 15, as f16 by a rotation and masks
 * alone: up to 2^-13 the bits of an f16 count units of 2^-24, so a code at its bits 10 to 7 is the
 * code times 2^-17, and one at 6 to 3 times 2^-21. The 8 are taken off by a product of their own:
 * tokens times a fragment of -8, from which the sums begin (fused/int4_products.hpp).
 */
inline constexpr uint32_t kInt4Upper = 0x07800780u, kInt4Lower = 0x00780078u;
/** -8 in the same units. */
inline constexpr uint32_t kInt4UpperOffsets = 0x84008400u, kInt4LowerOffsets = 0x80408040u;
/** What sums of products have to be multiplied with. */
inline constexpr float kInt4UpperRaise = 0x1p17f, kInt4LowerRaise = 0x1p21f;

/** Two codes as numbers from 0 to 15, one in each half: eight more than a two's complement nibble
 * is the nibble with its sign bit turned over. */
MOE_DEVICE constexpr uint32_t int4_from_zero(uint32_t even, uint32_t odd) {
  return (even ^ 8) | (odd ^ 8) << 16;
}

/** The word of four int4 codes of even k, which come out in the lower halves, and four of odd k. */
MOE_DEVICE constexpr uint32_t int4_rotated_word(const uint32_t (&even)[4],
                                                const uint32_t (&odd)[4]) {
  const uint32_t first = int4_from_zero(even[0], odd[0]) << 7 | int4_from_zero(even[1], odd[1])
                                                                    << 3;
  const uint32_t last = int4_from_zero(even[2], odd[2]) << 7 | int4_from_zero(even[3], odd[3]) << 3;
  return first | rotated_left(last, 32 - 8);
}

/** @param fragment  f16x2, the order of AFragment: row g in units of 2^-17, row g + 8 of 2^-21 */
MOE_DEVICE void convert_int4_rotated(uint32_t word, uint32_t (&fragment)[4]) {
  const uint32_t rotated = rotated_left(word, 8);
  fragment[0] = word & kInt4Upper;
  fragment[1] = word & kInt4Lower;
  fragment[2] = rotated & kInt4Upper;
  fragment[3] = rotated & kInt4Lower;
}

}  // namespace moe::sm90
