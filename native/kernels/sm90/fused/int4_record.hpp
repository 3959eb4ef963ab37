#pragma once
#include "kernels/sm90/convert/int4_rotated.hpp"
#include "kernels/sm90/fused/record.hpp"

namespace moe::sm90 {

/** Words of a record of int4: codes as convert_int4_rotated wants them, then [2 chunks of 64 rows,
 * 8 g, 4 m16] words of two bf16 scales, that of row g in the lower half and of g + 8 in the upper.
 */
struct Int4Words {
  static constexpr Scheme kScheme = Scheme::kInt4Fp8;

  MOE_DEVICE static uint32_t of_codes(const uint32_t (&even)[4], const uint32_t (&odd)[4]) {
    return int4_rotated_word(even, odd);
  }
  MOE_DEVICE static uint32_t of_scales(const NaturalExpert& natural, const FusedRecordParams&,
                                       int64_t first_row, int64_t k, uint32_t place) {
    const int64_t row = first_row + place / 32 * 64 + place % 4 * 16 + place / 4 % 8;
    const auto scale = [&](int64_t of_row) { return natural.scale<uint16_t>(of_row, k, kTileK); };
    return scale(row) | scale(row + 8) << 16;
  }
};

}  // namespace moe::sm90
