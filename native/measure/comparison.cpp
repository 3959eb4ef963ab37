#include "measure/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/common/bf16.hpp"

namespace moe::measure {

namespace {

bool is_nan(uint16_t bits) { return (bits & 0x7fffu) > 0x7f80u; }

double sum_of_squares(std::span<const uint16_t> values) {
  double sum = 0;
  for (const uint16_t bits : values) {
    const double value = bf16_to_float(bits);
    sum += value * value;
  }
  return sum;
}

}  // namespace

const Tolerance& tolerance_of(int32_t scheme, int32_t stage) {
  return scheme == MOE_SCHEME_INT4_FP8 && stage == MOE_STAGE_LAYER ? kQuantisedLayerTolerance
                                                                   : kTolerance;
}

CheckResult compare(const ExpectedOutput& expected, std::span<const uint16_t> output, size_t width,
                    const Tolerance& tolerance) {
  const double squares = sum_of_squares(expected.values);
  const auto count = static_cast<double>(expected.values.size());
  const double rms = std::sqrt(squares / count);
  double squared_difference = 0;
  std::optional<BadValue> first_bad;
  for (size_t i = 0; i < expected.values.size(); ++i) {
    const int32_t token = expected.tokens[i / width];
    const float right = bf16_to_float(expected.values[i]);
    const float found = bf16_to_float(output[static_cast<size_t>(token) * width + i % width]);
    const double difference = std::abs(static_cast<double>(found) - right);
    squared_difference += difference * difference;
    // Written so that a NaN is bad.
    const bool good = difference <= tolerance.of_rms * rms + tolerance.of_value * std::abs(right);
    if (!good && !first_bad) {
      first_bad = {token, static_cast<int32_t>(i % width), right, found};
    }
  }
  // All zeros are compared with zero, where a difference is infinitely wrong.
  const double relative = squared_difference == 0 ? 0 : std::sqrt(squared_difference / squares);
  const bool correct = !first_bad && relative <= tolerance.relative_rms;
  return {correct, relative, static_cast<int64_t>(expected.values.size()), first_bad};
}

std::optional<size_t> first_nan(std::span<const uint16_t> output) {
  const auto found = std::ranges::find_if(output, is_nan);
  if (found == output.end()) {
    return std::nullopt;
  }
  return static_cast<size_t>(found - output.begin());
}

}  // namespace moe::measure
