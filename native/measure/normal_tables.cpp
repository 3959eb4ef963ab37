#include "measure/normal_tables.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernels/common/bf16.hpp"
#include "kernels/common/mxfp4.hpp"

namespace moe::measure {

namespace {

constexpr double kInt4Deviation = 2.75;

uint8_t nearest_e2m1(double value) {
  uint8_t best = 0;
  for (uint8_t code = 0; code < 16; ++code) {
    if (std::abs(kE2m1Values[code] - value) < std::abs(kE2m1Values[best] - value)) {
      best = code;
    }
  }
  return best;
}

std::array<uint16_t, 65536> make_normal_bf16() {
  std::array<uint16_t, 65536> table{};
  for (size_t i = 0; i < table.size(); ++i) {
    table[i] = float_to_bf16(
        static_cast<float>(normal_quantile((static_cast<double>(i) + 0.5) / 65536.0)));
  }
  return table;
}

uint8_t nearest_int4(double value) {
  return static_cast<uint8_t>(std::lround(std::clamp(value, -8.0, 7.0)) & 15);
}

/** @param nearest code of a value  @param deviation of the values */
std::array<uint8_t, 65536> make_normal_codes(uint8_t (*nearest)(double), double deviation) {
  std::array<uint8_t, 256> code{};
  for (size_t i = 0; i < code.size(); ++i) {
    code[i] = nearest(deviation * normal_quantile((static_cast<double>(i) + 0.5) / 256.0));
  }
  std::array<uint8_t, 65536> table{};
  for (size_t i = 0; i < table.size(); ++i) {
    table[i] = static_cast<uint8_t>(code[i & 255] | (code[i >> 8] << 4));
  }
  return table;
}

}  // namespace

double normal_quantile(double probability) {
  if (probability > 0.5) {
    return -normal_quantile(1.0 - probability);
  }
  // Newton's method on the lower tail from a start below the root: the distribution function is
  // convex there, so the steps approach the root from one side and cannot overshoot twice.
  double z = -std::sqrt(-2.0 * std::log(2.0 * probability));
  for (int step = 0; step < 30; ++step) {
    const double cumulative = 0.5 * std::erfc(-z / std::numbers::sqrt2);
    const double density = std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    const double change = (cumulative - probability) / density;
    z -= change;
    if (std::abs(change) < 1e-12) {
      break;
    }
  }
  return z;
}

const std::array<uint16_t, 65536>& normal_bf16_table() {
  static const auto table = make_normal_bf16();
  return table;
}

const std::array<uint8_t, 65536>& normal_e2m1_table() {
  static const auto table = make_normal_codes(nearest_e2m1, kE2m1Rms);
  return table;
}

const std::array<uint8_t, 65536>& normal_int4_table() {
  static const auto table = make_normal_codes(nearest_int4, kInt4Deviation);
  return table;
}

}  // namespace moe::measure
