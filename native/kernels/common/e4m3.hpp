#pragma once
/** The FP8 format e4m3 (OCP OFP8): sign, 4 exponent bits with bias 7, 3 mantissa bits; no infinity,
 * largest 448, NaN where all of the last seven bits are set. */
#include <bit>
#include <cstdint>

namespace moe {

inline constexpr float kLargestE4m3 = 448.0f;
inline constexpr uint8_t kNanE4m3 = 0x7f;

inline float e4m3_to_float(uint8_t code) {
  const uint32_t sign = static_cast<uint32_t>(code & 0x80u) << 24;
  const uint32_t magnitude = code & 0x7fu;
  if (magnitude == kNanE4m3) {
    return std::bit_cast<float>(0x7fc00000u | sign);
  }
  if (magnitude < 8) {  // subnormal: units of 2^-9
    const float value = static_cast<float>(magnitude) * 0x1p-9f;
    return std::bit_cast<float>(std::bit_cast<uint32_t>(value) | sign);
  }
  return std::bit_cast<float>(((magnitude << 20) + ((127u - 7u) << 23)) | sign);
}

/** To nearest, ties to even; beyond 448 becomes 448; every NaN becomes 0x7f. */
inline uint8_t float_to_e4m3(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) {
    return kNanE4m3;
  }
  const auto sign = static_cast<uint8_t>(bits >> 24 & 0x80u);
  const float size = std::bit_cast<float>(magnitude);
  if (size >= kLargestE4m3) {
    return sign | 0x7eu;
  }
  if (size < 0x1p-6f) {
    // 2^14 has a last place of 2^-9: the sum is rounded to units of the subnormals.
    const uint32_t units =
        std::bit_cast<uint32_t>(size + 0x1p14f) - std::bit_cast<uint32_t>(0x1p14f);
    return static_cast<uint8_t>(sign | units);
  }
  const uint32_t rounded = magnitude + 0x7ffffu + (magnitude >> 20 & 1u);
  return static_cast<uint8_t>(sign | ((rounded >> 20) - ((127u - 7u) << 3)));
}

}  // namespace moe
