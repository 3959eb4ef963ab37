#pragma once
/**
 * Which numbers tile instructions may multiply with the scale folded into the weight. They take
 * what is subnormal for zero, operands and sums alike, so folding is exact only while everything
 * stays within the normal range of fp32. A weight becomes w * 2^(code - 127) * 2^kFoldedExponent in
 * bf16, the sum is multiplied by 2^-kFoldedExponent. Scales and activations outside the ranges
 * below take another way; no checkpoint's scales are, and hardly any activation.
 */
#include <cstdint>

#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu::streaming {

/** Lifts products of the smallest normal activations into the normal range. */
inline constexpr int kFoldedExponent = 40;

/** Scale codes that are folded: 2^-31 to 2^33. */
inline constexpr int kSmallestFoldedCode = 96;
inline constexpr int kLargestFoldedCode = 160;

/** Activations are folded with when they are zero or have these exponent fields: 2^-126 to 2^38. */
inline constexpr int kSmallestFoldedField = 1;
inline constexpr int kFoldedFieldLimit = 127 + 38;

// Each product, and so each sum, is a multiple of half a folded scale (the step of e2m1) times an
// activation's last bit; that is normal:
static_assert(kSmallestFoldedCode - 127 + kFoldedExponent - 1 + (kSmallestFoldedField - 127 - 7) >=
              -126);
// No sum over a segment overflows: weights are below 2^3, K of a segment is at most 2^11.
static_assert(3 + kLargestFoldedCode - 127 + kFoldedExponent + kFoldedFieldLimit - 127 + 11 < 128 &&
              Segments::kMostBlocks * kBlockK <= 1 << 11);

/** The same as magnitudes of bf16: zero, or in [kSmallestFolded, kFoldedLimit). */
inline constexpr uint16_t kSmallestFolded = kSmallestFoldedField << 7;
inline constexpr uint16_t kFoldedLimit = kFoldedFieldLimit << 7;

}  // namespace moe::cpu::streaming
