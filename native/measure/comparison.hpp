#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "measure/expected_output.hpp"

namespace moe::measure {

/**
 * What a right tactic may differ by. It rounds where the oracle rounds (the activation's output and
 * its own, to bf16) and sums in another order, so apart from 1e-6 it differs only where a value
 * lies on the edge between two bf16 numbers: one unit in the last place, at most 2^-7 of the value,
 * in a few values of a thousand. A tactic may also round gemm1's products to bf16 before the
 * activation, as both sides of the pull request do; that alone makes 0.0035 to 0.0052 of RMS (all
 * tactics of both families on an H200, 2026-11-24).
 *
 * relative_rms: rounding activations to int8 or e4m3, for gemm1 and again for gemm2, gives 0.01
 * to 0.03; 0.007 lies between. Elementwise: one unit of the value, and 4 % of the RMS for sums
 * whose terms cancel. Of 5 million values of gpt-oss-20b on an H200 two were off by 2 % of the RMS
 * and the oracle with bf16 sums is off by as much there (activations of 15 that cancel to 0.2 to
 * 0.9); a group of 32 lost from a sum of 2880 shifts a value by some 10 %.
 *
 * A whole layer of int4_fp8 rounds the intermediate to e4m3 as well: where gemm1's products were
 * rounded to bf16, a value in thirty falls to the other side of an edge, 2^-4 of it apart. Computed
 * for normal sums that makes 0.014 (swiglu) to 0.016 (relu2) of RMS; 0.012 to 0.018 over 1989
 * checks of both families on an H200 (2026-11-26). Leaving one rounding to e4m3 out gives 0.027
 * more.
 */
struct Tolerance {
  double relative_rms; /**< RMS of the difference over RMS of the oracle */
  double of_rms;       /**< of one value: this of the RMS ... */
  double of_value;     /**< ... and this of the value */
};

inline constexpr Tolerance kTolerance{0.007, 0.04, 0x1p-7};
inline constexpr Tolerance kQuantisedLayerTolerance{0.025, 0.14, 0x1p-7};

/** What a stage of a scheme may differ by. */
const Tolerance& tolerance_of(int32_t scheme, int32_t stage);

/** bf16 NaN that an output is filled with before a tactic runs; no arithmetic makes this pattern.
 */
inline constexpr uint16_t kPoison = 0xffff;

struct BadValue {
  int32_t token;
  int32_t column; /**< GEMM1: choice * I + column of the slot */
  float expected;
  float actual;
};

struct CheckResult {
  bool correct;
  double relative_error; /**< RMS of the difference over RMS of the oracle, over compared values */
  int64_t compared_values; /**< compared with the oracle; NaN was looked for in every value */
  std::optional<BadValue> first_bad;
};

/** @param output bf16 [T, width]: every token's, of which the expected ones are compared */
CheckResult compare(const ExpectedOutput& expected, std::span<const uint16_t> output, size_t width,
                    const Tolerance& tolerance = kTolerance);

/** Place of the first NaN, written or left over; nothing when there is none. */
std::optional<size_t> first_nan(std::span<const uint16_t> output);

}  // namespace moe::measure
