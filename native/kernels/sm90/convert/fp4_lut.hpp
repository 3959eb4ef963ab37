#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** The look-up table of convert_fp4_lut: bits 6 to 13 of the bf16 of magnitudes 0 to 3 and 4 to 7,
 * a byte each. Held in registers: prmt on an immediate needs a move every time. */
struct Fp4Table {
  uint32_t small = ptx::opaque(0xFFFEFC00u);  // 0, 0.5, 1, 1.5
  uint32_t large = ptx::opaque(0x03020100u);  // 2, 3, 4, 6
};

/**
 * Eight e2m1 codes to bf16 by byte permutes, 17 operations, as the pull request does. A bf16 of
 * e2m1 is two leading bits (sign and top exponent bit, the two leading bits of the code), eight
 * bits from the table, and six zeros.
 * @param word  nibbles, lowest first: a(0) b(0) a(1) b(1) a(8) b(8) a(9) b(9), a and b being the
 * rows of a pair and the argument k - 2*(lane % 4)
 * @param fragment  bf16x2: a(0,1), b(0,1), a(8,9), b(8,9), the order of AFragment
 */
MOE_DEVICE void convert_fp4_lut(const Fp4Table& table, uint32_t word, uint32_t (&fragment)[4]) {
  const uint32_t lead_b = (word & 0xC0C0C0C0u) >> 6;
  const uint32_t lead_a = (word & 0x0C0C0C0Cu) >> 2;
  const uint32_t low = ptx::prmt(table.small, table.large, word & 0x7777u);
  const uint32_t high = ptx::prmt(table.small, table.large, (word & 0x77770000u) >> 16);
  fragment[0] = ptx::prmt(low, lead_a, 0x5240) << 6;
  fragment[1] = ptx::prmt(low, lead_b, 0x5341) << 6;
  fragment[2] = ptx::prmt(high, lead_a, 0x7260) << 6;
  fragment[3] = ptx::prmt(high, lead_b, 0x7361) << 6;
}

}  // namespace moe::sm90
