#include "emulator/e4m3_sum.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

// One version per instruction set, chosen by the loader: a third of the time of int4's tests is
// here. No fused multiply-add among them.
#if defined(__x86_64__)
#define MOE_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define MOE_CLONES
#endif

namespace moe::emulator {

namespace {

constexpr int kLeastExponent = -6;  // of e4m3, and of its subnormal numbers
// Far enough apart that a product of zero and a number is zero, and one with none is none.
constexpr int kZero = -100'000, kNotANumber = 400'000;
constexpr int kNone = kZero / 2, kAnyNotANumber = kNotANumber / 2;  // of summands

/** From the bits, so that loops over it become vectors. What is subnormal in fp32 counts as zero;
 * neither values of e4m3 nor sums of their products are. */
int exponent_of_sum(float sum) {
  const int biased = std::bit_cast<int32_t>(sum) >> 23 & 255;
  return biased == 0 ? kZero : biased == 255 ? kNotANumber : biased - 127;
}
int exponent_of(float factor) {
  const int exponent = exponent_of_sum(factor);
  return exponent == kZero ? kZero : std::max(exponent, kLeastExponent);
}
float number_of(float factor) { return factor == factor ? factor : 0; }

/** 2^exponent, of a normal number or less than the largest. */
float power_of_two(int exponent) {
  return std::bit_cast<float>(std::clamp(exponent + 127, 1, 254) << 23);
}

/** The first kE4m3SumBits + 1 bits of an integer below 2^24; the others become 0. */
float first_bits(int32_t value) {
  return std::bit_cast<float>(std::bit_cast<uint32_t>(static_cast<float>(value)) &
                              ~0u << (23 - kE4m3SumBits));
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

namespace {

constexpr int kMostN = E4m3Products::kMostN;

/** [k][n] of values and exponents. Loops over n are innermost: they become vectors. */
MOE_CLONES void add_products(float* sums, const float* a, const float (*value)[kMostN],
                             const int (*exponent)[kMostN], int k_total, int n_total) {
  int top[kMostN];
  float units[kMostN];    // of the last place, in one
  int32_t total[kMostN];  // of them; no summand has more than 15 bits
  for (int n = 0; n < n_total; ++n) top[n] = exponent_of_sum(sums[n]);
  for (int k = 0; k < k_total; ++k) {
    const int of_a = exponent_of(a[k]);
    for (int n = 0; n < n_total; ++n) top[n] = std::max(top[n], of_a + exponent[k][n]);
  }
  for (int n = 0; n < n_total; ++n) {
    const bool is_sum = top[n] > kNone && top[n] < kAnyNotANumber;
    units[n] = power_of_two(kE4m3SumBits - top[n]);
    total[n] = static_cast<int32_t>((is_sum ? sums[n] : 0) * units[n]);
  }
  for (int k = 0; k < k_total; ++k) {
    const float factor = number_of(a[k]);
    for (int n = 0; n < n_total; ++n) {
      total[n] += static_cast<int32_t>(factor * value[k][n] * units[n]);
    }
  }
  for (int n = 0; n < n_total; ++n) {
    const float sum = first_bits(total[n]) / units[n];
    sums[n] = top[n] >= kAnyNotANumber ? std::numeric_limits<float>::quiet_NaN() : sum;
  }
}

}  // namespace

void E4m3Products::add(float* sums, const float* a) const {
  add_products(sums, a, value_, exponent_, k_total_, n_total_);
}

}  // namespace moe::emulator
