#pragma once
#include "kernels/sm90/convert/fp4_rotated.hpp"
#include "kernels/sm90/fused/record.hpp"

namespace moe::sm90 {

/** Tokens are multiplied by 2^this before the product (fused/mxfp4_products.hpp), and scale bytes
 * raised by as much less than the conversion asks for. */
inline constexpr int kTokenExponent = 64;

/** Four scale bytes, each rotated right by one bit: two masks and a byte permutation then make an
 * fp32 of any of them, bits 7 to 1 in its highest byte and bit 0 at the top of the next. */
MOE_DEVICE constexpr uint32_t pack_scales(uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
  const uint32_t packed = c0 | c1 << 8 | c2 << 16 | c3 << 24;
  return (packed >> 1 & 0x7F7F7F7Fu) | (packed & 0x01010101u) << 7;
}

/** Words of a record of mxfp4: bits spread by rotations (convert/fp4_rotated.hpp), then [4, 8, 4]
 * words of four raised scales, those of rows g, g + 8, g + 16 and g + 24 together. */
struct Mxfp4Words {
  static constexpr Scheme kScheme = Scheme::kMxfp4Bf16;

  MOE_DEVICE static uint32_t of_codes(const uint32_t (&even)[4], const uint32_t (&odd)[4]) {
    return rotate_word(even, odd);
  }
  MOE_DEVICE static uint32_t of_scales(const NaturalExpert& natural,
                                       const FusedRecordParams& params, int64_t first_row,
                                       int64_t k, uint32_t place) {
    const int64_t row = first_row + place / 32 * 32 + place % 4 * 8 + place / 4 % 8;
    const auto scale = [&](int64_t from) {
      return raised_scales(natural.scale<uint8_t>(row, from, 32),
                           params.scale_raise - kTokenExponent);
    };
    return pack_scales(scale(k), scale(k + 32), scale(k + 64), scale(k + 96));
  }
};

}  // namespace moe::sm90
