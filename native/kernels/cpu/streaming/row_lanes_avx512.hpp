#pragma once
/**
 * The tile of the streaming family for 512-bit registers: 32 rows are two vectors. Include only in
 * files compiled for AVX-512; everything is static for the reason given in row_lanes.hpp.
 *
 * A Step multiplies one line pair (32 rows x 8 k) into the products of a group:
 *   Step::kActivationBytes of one k and token
 *   step.multiply<kTokens>(words of rows 0-15, words of rows 16-31, activations [8, kTokens],
 *                          products)
 */
#include <immintrin.h>

#include "kernels/cpu/streaming/row_lanes.hpp"

namespace moe::cpu::streaming {

/** How far ahead the stream is fetched. */
static constexpr int kPrefetchBytes = 4096;

/** Up to here a group's loops are unrolled; above, the cache of decoded operations would not hold
 * them. */
static constexpr int kUnrolledTokens = 2;

/** Sums of a group of 32 k before its scale: (token, chain, 16 rows). */
template <int kTokens>
using Products = __m512[kTokens][kChains<kTokens>][2];

[[gnu::always_inline]] static inline __m512 row_scales(const uint8_t* scales) {
  const __m128i codes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(scales));
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu8_epi32(codes), 23));
}

/** A quarter of a group: the line pair `q` of the record, 8 k. */
template <class Step, int kTokens>
[[gnu::always_inline]] static inline void multiply_lines(const Step& step, const uint8_t* line,
                                                         const uint8_t* x,
                                                         Products<kTokens>& products) {
  const __m512i words0 = _mm512_loadu_si512(line);
  const __m512i words1 = _mm512_loadu_si512(line + 64);
  _mm_prefetch(reinterpret_cast<const char*>(line + kPrefetchBytes), _MM_HINT_T0);
  _mm_prefetch(reinterpret_cast<const char*>(line + kPrefetchBytes + 64), _MM_HINT_T0);
  step.template multiply<kTokens>(words0, words1, x, products);
}

/** Adds a group's products, times its scales, to the sums in memory: registers are for products. */
template <int kTokens>
[[gnu::always_inline]] static inline void add_scaled(Products<kTokens>& products,
                                                     const uint8_t* scales, float* sums) {
  const __m512 scales0 = row_scales(scales);
  const __m512 scales1 = row_scales(scales + 16);
#pragma GCC unroll 12
  for (int token = 0; token < kTokens; ++token) {
    auto& chains = products[token];
    for (int chain = 1; chain < kChains<kTokens>; ++chain) {
      chains[0][0] = _mm512_add_ps(chains[0][0], chains[chain][0]);
      chains[0][1] = _mm512_add_ps(chains[0][1], chains[chain][1]);
    }
    float* const row_sums = sums + token * kPanelRows;
    _mm512_store_ps(row_sums, _mm512_fmadd_ps(chains[0][0], scales0, _mm512_load_ps(row_sums)));
    _mm512_store_ps(row_sums + 16,
                    _mm512_fmadd_ps(chains[0][1], scales1, _mm512_load_ps(row_sums + 16)));
  }
}

template <class Step, int kTokens>
static void run_avx512_tile(const uint8_t* record, int64_t records, const uint8_t* x, float* out,
                            bool adds) {
  constexpr int kLineBytes = 8 * kTokens * Step::kActivationBytes;
  const Step step;
  alignas(64) float sums[kTokens * kPanelRows] = {};  // [kTokens, kPanelRows]
  for (int64_t index = 0; index < records; ++index, record += kRecordBytes) {
    for (int group = 0; group < 2; ++group) {
      Products<kTokens> products;
#pragma GCC unroll 12
      for (auto& chains : products) {
#pragma GCC unroll 4
        for (auto& product : chains) {
          product[0] = product[1] = _mm512_setzero_ps();
        }
      }
      const uint8_t* const lines = record + group * 512;
      if constexpr (kTokens <= kUnrolledTokens) {
#pragma GCC unroll 4
        for (int q = 0; q < 4; ++q, x += kLineBytes) {
          multiply_lines<Step, kTokens>(step, lines + q * 128, x, products);
        }
      } else {
        // Not unrolled: a body of four quarters would not fit into the cache of decoded operations.
#pragma GCC unroll 1
        for (int q = 0; q < 4; ++q, x += kLineBytes) {
          multiply_lines<Step, kTokens>(step, lines + q * 128, x, products);
        }
      }
      add_scaled<kTokens>(products, record + kScaleOffset + group * 32, sums);
    }
  }
  for (int i = 0; i < kTokens * kPanelRows; i += 16) {
    const __m512 sum = _mm512_load_ps(sums + i);
    _mm512_storeu_ps(out + i, adds ? _mm512_add_ps(_mm512_loadu_ps(out + i), sum) : sum);
  }
}

}  // namespace moe::cpu::streaming
