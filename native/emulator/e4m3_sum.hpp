#pragma once

namespace moe::emulator {

/** Bits that a sum of e4m3 products keeps below its largest summand. */
inline constexpr int kE4m3SumBits = 13;

/**
 * What wgmma makes of sums and products of e4m3 values. Every summand is cut, toward zero, to
 * kE4m3SumBits below the largest exponent among them, and so is the result below its own. The
 * exponent of a product is that of its factors together, whatever their mantissas multiply to;
 * subnormal factors have that of the least normal number, 2^-6; products that are zero have none.
 * Measured on an H100, 2026-11-27, with test/native/device/sm90_sums.cu.
 */
class E4m3Products {
 public:
  static constexpr int kMostK = 32, kMostN = 256;

  /** @param b  [k_total][n_total] of rows of kMostN, values of e4m3 */
  E4m3Products(const float (*b)[kMostN], int k_total, int n_total);

  /** sums[n] += the sum over k of a[k] * b[k][n], in one instruction. */
  void add(float* sums, const float* a) const;

 private:
  int k_total_, n_total_;
  float value_[kMostK][kMostN];
  int exponent_[kMostK][kMostN];
};

}  // namespace moe::emulator
