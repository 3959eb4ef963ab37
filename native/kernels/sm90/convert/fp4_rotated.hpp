#pragma once
#include "kernels/sm90/convert/fp4_scattered.hpp"
#include "kernels/sm90/convert/rotation.hpp"

namespace moe::sm90 {

/**
 * Eight e2m1 codes as bf16 times 2^-126, by masks as in fp4_scattered.hpp, but of rotated copies of
 * the word, two of which are sums of two: no four rotations bring the sixteen bits of a half to the
 * cells of a bf16, five do. Four masks, one rotation and three left shifts, which compilers make
 * products of, beside the pipe of the masks: 8 instructions, 5 of them of the integer pipe, for 9
 * and 7.5 of a code with cells of its own each (473 to 437 instructions of a stage, and of products
 * alone 243 to 222 us in a layer of 16 tokens; H200, 2026-11-27).
 */
inline constexpr uint32_t kFp4Cells = 0x81C081C0u;  // sign 15, the rest 8 to 6, of both halves

/** A code in the cells of a bf16. */
MOE_DEVICE constexpr uint32_t cells_of_fp4(uint32_t code) {
  return (code & 8) << 12 | (code & 7) << 6;
}

/** @param fragment  bf16x2, times 2^-126: the order of AFragment */
MOE_DEVICE void convert_fp4_rotated(uint32_t word, uint32_t (&fragment)[4]) {
  // Bits that a shift leaves out are below the lowest cell.
  const uint32_t by_2 = word << 2, by_6 = word << 6, by_8 = rotated_left(word, 8);
  const uint32_t by_12 = by_8 << 4;
  fragment[0] = word & kFp4Cells;
  fragment[1] = by_12 & kFp4Cells;
  fragment[2] = (by_2 ^ by_6) & kFp4Cells;
  fragment[3] = (by_2 ^ by_8) & kFp4Cells;
}

/** Modulo 2, of two copies of a word rotated by so many bits. */
MOE_DEVICE constexpr uint32_t sum_of_copies(uint32_t word, uint32_t one, uint32_t other) {
  return rotated_left(word, one) ^ rotated_left(word, other);
}

/** The word of four codes of even k, which come out in the lower halves, and four of odd k. */
MOE_DEVICE constexpr uint32_t rotate_word(const uint32_t (&even)[4], const uint32_t (&odd)[4]) {
  // Cells of both halves: the exponent's high bit, its low bit with the sign, the mantissa.
  constexpr uint32_t kHigh = 0x01000100u, kLow = 0x80808080u, kMantissa = 0x00400040u;
  uint32_t cells[4] = {};
  for (int i = 0; i < 4; ++i) cells[i] = cells_of_fp4(even[i]) | cells_of_fp4(odd[i]) << 16;
  uint32_t word = cells[0] | rotated_left(cells[1], 32 - 12);
  // Of the two bits that each of these cells is the sum of, one is known: it is the other's to make
  // up.
  const uint32_t third = cells[2] ^ sum_of_copies(word, 2, 6);
  const uint32_t fourth = cells[3] ^ sum_of_copies(word, 2, 8);
  word |= rotated_left(third & kHigh, 32 - 6) | rotated_left(fourth & kLow, 32 - 2) |
          rotated_left(fourth & kHigh, 32 - 8);
  const uint32_t third_still = cells[2] ^ sum_of_copies(word, 2, 6);
  word |= rotated_left(third_still & kMantissa, 32 - 2) | rotated_left(third_still & kLow, 32 - 6);
  const uint32_t fourth_still = cells[3] ^ sum_of_copies(word, 2, 8);
  word |= rotated_left(fourth_still & kMantissa, 32 - 8);
  return word;
}

}  // namespace moe::sm90
