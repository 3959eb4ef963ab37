#pragma once
#include <array>
#include <cstdint>

namespace moe::measure {

/** 16 random bits to a bf16 of the standard normal distribution: its 65536 mid-quantiles. */
const std::array<uint16_t, 65536>& normal_bf16_table();

/**
 * 16 random bits to two e2m1 codes (one byte). Codes are those of normal values with standard
 * deviation 2 rounded to the nearest of 0, 0.5, 1, 1.5, 2, 3, 4, 6: the largest of 32 such values
 * is about 4, so groups fill the format as quantised checkpoints do.
 */
const std::array<uint8_t, 65536>& normal_e2m1_table();

/** Root mean square of the values that normal_e2m1_table gives. */
inline constexpr double kE2m1Rms = 2.0;

/**
 * 16 random bits to two int4 codes (one byte): normal values with standard deviation 2.75 rounded
 * to -8 to 7. The largest of 128 such values is about 7.5: groups fill the format, as above.
 */
const std::array<uint8_t, 65536>& normal_int4_table();

/** Root mean square of the values that normal_int4_table gives. */
inline constexpr double kInt4Rms = 2.76;

/** z with P(Z <= z) = probability for a standard normal Z; probability in (0, 1). */
double normal_quantile(double probability);

}  // namespace moe::measure
