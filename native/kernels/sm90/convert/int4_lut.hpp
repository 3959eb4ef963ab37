#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** The look-up tables of convert_int4_lut, held in registers; see Fp4Table. */
struct Int4Table {
  uint32_t small = ptx::opaque(0x44403800u);          // 0, 1, 2, 3
  uint32_t large = ptx::opaque(0x4E4C4A48u);          // 4, 5, 6, 7
  uint32_t negative_low = ptx::opaque(0xCACCCED0u);   // -8, -7, -6, -5
  uint32_t negative_high = ptx::opaque(0xB8C0C4C8u);  // -4, -3, -2, -1
};

/**
 * Eight int4 codes (two's complement) to e4m3 by byte permutes, exact because |v| <= 8. Both halves
 * of the table are looked up and the sign chooses between them.
 * @param word  nibble i is value i
 * @param bytes  byte i % 4 of bytes[i / 4] is value i as e4m3
 */
MOE_DEVICE void convert_int4_lut(const Int4Table& table, uint32_t word, uint32_t (&bytes)[2]) {
  const uint32_t index = word & 0x77777777u;
  // Byte i of the positive candidates is 0 + i, of the negative ones 4 + i.
  const uint32_t choose = ((word & 0x88888888u) >> 1) + 0x32103210u;
  MOE_UNROLL
  for (int half = 0; half < 2; ++half) {
    const uint32_t positive = ptx::prmt(table.small, table.large, index >> (16 * half));
    const uint32_t negative =
        ptx::prmt(table.negative_low, table.negative_high, index >> (16 * half));
    bytes[half] = ptx::prmt(positive, negative, choose >> (16 * half));
  }
}

/** Eight e2m1 codes to e4m3, the same way: the table for FP8 activations. */
MOE_DEVICE void convert_fp4_to_e4m3_lut(uint32_t word, uint32_t (&bytes)[2]) {
  constexpr uint32_t kSmall = 0x3C383000u;  // 0, 0.5, 1, 1.5
  constexpr uint32_t kLarge = 0x4C484440u;  // 2, 3, 4, 6
  const uint32_t index = word & 0x77777777u;
  MOE_UNROLL
  for (int half = 0; half < 2; ++half) {
    const uint32_t signs = word >> (16 * half);
    const uint32_t sign_bytes = (signs & 0x8u) << 4 | (signs & 0x80u) << 8 |
                                (signs & 0x800u) << 12 | (signs & 0x8000u) << 16;
    bytes[half] = ptx::prmt(kSmall, kLarge, index >> (16 * half)) | sign_bytes;
  }
}

}  // namespace moe::sm90
