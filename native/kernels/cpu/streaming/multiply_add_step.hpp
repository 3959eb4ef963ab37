#pragma once
/**
 * The streaming family's step for fp32 multiply-adds; see row_lanes_avx512.hpp. Include only in
 * files compiled for AVX-512, each of which gets its own.
 */
#include "kernels/common/mxfp4.hpp"
#include "kernels/cpu/streaming/row_lanes_avx512.hpp"

namespace moe::cpu::streaming {

namespace {

/** A nibble at a time comes to where the table is indexed; the index ignores what lies above. */
struct MultiplyAddStep {
  static constexpr int kActivationBytes = sizeof(float);
  __m512 table = _mm512_loadu_ps(kE2m1Values.data());

  /** One k of 32 rows, and shifts the next one down. @param x [kTokens] */
  template <int kTokens>
  [[gnu::always_inline]] void multiply_one(__m512i& words0, __m512i& words1, const float* x,
                                           Products<kTokens>& products, int chain) const {
    const __m512 weights0 = _mm512_permutexvar_ps(words0, table);
    const __m512 weights1 = _mm512_permutexvar_ps(words1, table);
    words0 = _mm512_srli_epi32(words0, 4);
    words1 = _mm512_srli_epi32(words1, 4);
#pragma GCC unroll 12
    for (int token = 0; token < kTokens; ++token) {
      const __m512 both = _mm512_set1_ps(x[token]);
      auto& product = products[token][chain];
      product[0] = _mm512_fmadd_ps(weights0, both, product[0]);
      product[1] = _mm512_fmadd_ps(weights1, both, product[1]);
    }
  }

  template <int kTokens>
  [[gnu::always_inline]] void multiply(__m512i words0, __m512i words1, const uint8_t* x,
                                       Products<kTokens>& products) const {
    const float* const rows = reinterpret_cast<const float*>(x);  // [8, kTokens]
    if constexpr (kTokens <= kUnrolledTokens) {
#pragma GCC unroll 8
      for (int nibble = 0; nibble < 8; ++nibble) {
        multiply_one<kTokens>(words0, words1, rows + nibble * kTokens, products,
                              nibble % kChains<kTokens>);
      }
    } else {
      // Rolled up: given all eight at once, the compiler decodes ahead and spills sums for it.
#pragma GCC unroll 1
      for (int nibble = 0; nibble < 8; ++nibble) {
        multiply_one<kTokens>(words0, words1, rows + nibble * kTokens, products, 0);
      }
    }
  }
};

template <int kTokens>
struct MultiplyAddTile {
  static constexpr auto run = run_avx512_tile<MultiplyAddStep, kTokens>;
};

}  // namespace

}  // namespace moe::cpu::streaming
