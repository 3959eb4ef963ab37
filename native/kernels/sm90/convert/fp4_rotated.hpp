#pragma once
#include "kernels/sm90/convert/fp4_scattered.hpp"
#include "kernels/sm90/convert/rotation.hpp"

namespace moe::sm90 {

/**
 * As fp4_scattered.hpp, with rotations in the place of shifts: the fourth code of each half lies so
 * that two rotations bring it together. Five masks and four rotations, two instructions of eleven
 * less. No bit is left over: rotated back by 0, 12 and 6 the cells of three codes, and by 10 and 2
 * those of the fourth, tile the word.
 *
 * @return a code in the cells of a bf16: sign at 15, exponent and mantissa at 8 to 6
 */
MOE_DEVICE constexpr uint32_t cells_of_fp4(uint32_t code) {
  return (code & 8) << 12 | (code & 7) << 6;
}

inline constexpr uint32_t kFp4Cells = 0x81C081C0u;      // of both halves
inline constexpr uint32_t kFp4MostCells = 0x81808180u;  // all but the mantissas
inline constexpr uint32_t kFp4Mantissas = 0x00400040u;

/** The word of four codes of even k, which come out in the lower halves, and four of odd k. */
MOE_DEVICE constexpr uint32_t rotate_word(const uint32_t (&even)[4], const uint32_t (&odd)[4]) {
  uint32_t cells[4] = {};
  for (int i = 0; i < 4; ++i) cells[i] = cells_of_fp4(even[i]) | cells_of_fp4(odd[i]) << 16;
  return cells[0] | rotated_left(cells[1], 32 - 12) | rotated_left(cells[2], 32 - 6) |
         rotated_left(cells[3] & kFp4MostCells, 32 - 10) |
         rotated_left(cells[3] & kFp4Mantissas, 32 - 2);
}

/** @param fragment  bf16x2, times 2^-126: the order of AFragment */
MOE_DEVICE void convert_fp4_rotated(uint32_t word, uint32_t (&fragment)[4]) {
  fragment[0] = word & kFp4Cells;
  fragment[1] = rotated_left(word, 12) & kFp4Cells;
  fragment[2] = rotated_left(word, 6) & kFp4Cells;
  fragment[3] = (rotated_left(word, 10) & kFp4MostCells) | (rotated_left(word, 2) & kFp4Mantissas);
}

}  // namespace moe::sm90
