#include "emulator/e4m3_sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace moe::emulator {

namespace {

constexpr int kLeastExponent = -6;  // of e4m3, and of its subnormal numbers
constexpr int kZero = -100'000, kNotANumber = 100'000;
constexpr int kNone = kZero / 2, kAnyNotANumber = kNotANumber / 2;  // of summands

int exponent_of(float factor) {
  if (factor == 0) return kZero;
  if (std::isnan(factor)) return kNotANumber;
  return std::max(std::ilogb(factor), kLeastExponent);
}
float number_of(float factor) { return std::isnan(factor) ? 0 : factor; }

int exponent_of_sum(float sum) {
  if (sum == 0) return kZero;
  return std::isfinite(sum) ? std::ilogb(sum) : kNotANumber;
}

/** The first kE4m3SumBits + 1 bits; the others become 0. */
int32_t first_bits(int32_t value) {
  const auto size = static_cast<uint32_t>(value < 0 ? -value : value);
  const int beyond = std::max(static_cast<int>(std::bit_width(size)) - (kE4m3SumBits + 1), 0);
  const auto kept = static_cast<int32_t>(size >> beyond << beyond);
  return value < 0 ? -kept : kept;
}

}  // namespace

E4m3Products::E4m3Products(const float (*b)[kMostN], int k_total, int n_total)
    : k_total_(k_total), n_total_(n_total) {
  for (int k = 0; k < k_total; ++k) {
    for (int n = 0; n < n_total; ++n) {
      value_[k][n] = number_of(b[k][n]);
      exponent_[k][n] = exponent_of(b[k][n]);
    }
  }
}

/** Loops over n are innermost, so that the compiler makes vectors of them. */
void E4m3Products::add(float* sums, const float* a) const {
  int top[kMostN];
  float units[kMostN];    // of the last place, in one
  int32_t total[kMostN];  // of them; no summand has more than 15 bits
  for (int n = 0; n < n_total_; ++n) top[n] = exponent_of_sum(sums[n]);
  for (int k = 0; k < k_total_; ++k) {
    const int exponent = exponent_of(a[k]);
    for (int n = 0; n < n_total_; ++n) top[n] = std::max(top[n], exponent + exponent_[k][n]);
  }
  for (int n = 0; n < n_total_; ++n) {
    const bool is_sum = top[n] > kNone && top[n] < kAnyNotANumber;
    units[n] = is_sum ? std::ldexp(1.0f, kE4m3SumBits - top[n]) : 0;
    total[n] = is_sum ? static_cast<int32_t>(sums[n] * units[n]) : 0;
  }
  for (int k = 0; k < k_total_; ++k) {
    const float factor = number_of(a[k]);
    for (int n = 0; n < n_total_; ++n) {
      total[n] += static_cast<int32_t>(factor * value_[k][n] * units[n]);
    }
  }
  for (int n = 0; n < n_total_; ++n) {
    if (top[n] >= kAnyNotANumber) {
      sums[n] = std::numeric_limits<float>::quiet_NaN();
    } else {
      sums[n] = top[n] <= kNone ? 0 : static_cast<float>(first_bits(total[n])) / units[n];
    }
  }
}

}  // namespace moe::emulator
