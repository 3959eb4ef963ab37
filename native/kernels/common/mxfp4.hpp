#pragma once
/**
 * The MXFP4 format (OCP Microscaling Formats 1.0): e2m1 values in groups of 32 along K that share
 * one ue8m0 scale.
 */
#include <array>
#include <bit>
#include <cstdint>

namespace moe {

/** Values that share a scale. */
inline constexpr int kMxfp4Group = 32;

/** The 16 codes: sign, two exponent bits, one mantissa bit. */
inline constexpr std::array<float, 16> kE2m1Values = {0.0f,  0.5f,  1.0f,  1.5f,  2.0f,  3.0f,
                                                      4.0f,  6.0f,  -0.0f, -0.5f, -1.0f, -1.5f,
                                                      -2.0f, -3.0f, -4.0f, -6.0f};

/**
 * 2^(code - 127) as the kernels compute it: the code becomes the exponent field of an fp32. So code
 * 0 gives 0 where the format says 2^-127 (which no checkpoint uses), and code 255, NaN in the
 * format, gives infinity. The pull request's kernels do the same; oracle and tactics agree on it.
 */
[[gnu::always_inline]] inline float ue8m0_to_float(uint8_t code) {
  return std::bit_cast<float>(static_cast<uint32_t>(code) << 23);
}

}  // namespace moe
