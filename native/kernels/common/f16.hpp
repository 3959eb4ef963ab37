#pragma once
/** f16 (IEEE binary16) as its bit pattern: sign, 5 exponent bits with bias 15, 10 mantissa bits. */
#include <bit>
#include <cmath>
#include <cstdint>

namespace moe {

inline float f16_to_float(uint16_t bits) {
  const uint32_t sign = static_cast<uint32_t>(bits & 0x8000u) << 16;
  const uint32_t magnitude = bits & 0x7fffu;
  if (magnitude >= 0x7c00u) {  // infinity, NaN
    return std::bit_cast<float>(sign | 0x7f800000u | (magnitude & 0x3ffu) << 13);
  }
  // As the exponent of an fp32 the field is 2^(127 - 15) too small; subnormals come out right too.
  const float value = std::bit_cast<float>(magnitude << 13) * 0x1p112f;
  return std::bit_cast<float>(std::bit_cast<uint32_t>(value) | sign);
}

/** To nearest, ties to even; what is too large becomes infinite, and every NaN 0x7fff. */
inline uint16_t float_to_f16(float value) {
  if (std::isnan(value)) return 0x7fff;
  const auto sign = static_cast<uint16_t>(std::bit_cast<uint32_t>(value) >> 16 & 0x8000u);
  const float size = std::fabs(value);
  if (size >= 65520.0f) return sign | 0x7c00u;  // half a unit above the largest
  if (size < 0x1p-14f) {
    // 1/2 has a last place of 2^-24, the unit of the subnormals: the sum is rounded to it.
    const uint32_t units = std::bit_cast<uint32_t>(size + 0.5f) - std::bit_cast<uint32_t>(0.5f);
    return static_cast<uint16_t>(sign | units);
  }
  const uint32_t bits = std::bit_cast<uint32_t>(size);
  const uint32_t rounded = bits + 0xfffu + (bits >> 13 & 1u);
  return static_cast<uint16_t>(sign | ((rounded >> 13) - ((127u - 15u) << 10)));
}

}  // namespace moe
