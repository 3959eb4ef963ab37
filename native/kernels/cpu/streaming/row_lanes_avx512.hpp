#pragma once
/**
 * The tile of the streaming family for 512-bit registers: 32 rows are two vectors. Include only in
 * files compiled for AVX-512; everything is static for the reason given in row_lanes.hpp.
 *
 * A Step multiplies one line pair (32 rows x 8 k) into the products of a group:
 *   step.multiply<kTokens>(words of rows 0-15, words of rows 16-31, tokens, k of the first,
 * products)
 */
#include <immintrin.h>

#include "kernels/cpu/streaming/row_lanes.hpp"

namespace moe::cpu::streaming {

/** How far ahead the stream is fetched. */
static constexpr int kPrefetchBytes = 4096;

/** Sums of a group of 32 k before its scale: (token, chain, 16 rows). */
template <int kTokens>
using Products = __m512[kTokens][kChains<kTokens>][2];

[[gnu::always_inline]] static inline __m512 row_scales(const uint8_t* scales) {
  const __m128i codes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(scales));
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu8_epi32(codes), 23));
}

template <class Step, int kTokens>
static void run_avx512_tile(const uint8_t* record, int64_t records, const void* const* tokens,
                            float* out) {
  const Step step;
  __m512 sums[kTokens][2];  // (token, 16 rows)
  for (auto& sum : sums) {
    sum[0] = sum[1] = _mm512_setzero_ps();
  }
  for (int64_t index = 0; index < records; ++index, record += kRecordBytes) {
    for (int group = 0; group < 2; ++group) {
      Products<kTokens> products;
      for (auto& chains : products) {
        for (auto& product : chains) {
          product[0] = product[1] = _mm512_setzero_ps();
        }
      }
#pragma GCC unroll 4
      for (int q = 0; q < 4; ++q) {
        const uint8_t* const line = record + (group * 4 + q) * 128;
        const __m512i words0 = _mm512_loadu_si512(line);
        const __m512i words1 = _mm512_loadu_si512(line + 64);
        _mm_prefetch(reinterpret_cast<const char*>(line + kPrefetchBytes), _MM_HINT_T0);
        _mm_prefetch(reinterpret_cast<const char*>(line + kPrefetchBytes + 64), _MM_HINT_T0);
        step.template multiply<kTokens>(words0, words1, tokens,
                                        index * kBlockK + group * 32 + q * 8, products);
      }
      const __m512 scales0 = row_scales(record + kScaleOffset + group * 32);
      const __m512 scales1 = row_scales(record + kScaleOffset + group * 32 + 16);
      for (int token = 0; token < kTokens; ++token) {
        auto& chains = products[token];
        for (int chain = 1; chain < kChains<kTokens>; ++chain) {
          chains[0][0] = _mm512_add_ps(chains[0][0], chains[chain][0]);
          chains[0][1] = _mm512_add_ps(chains[0][1], chains[chain][1]);
        }
        sums[token][0] = _mm512_fmadd_ps(chains[0][0], scales0, sums[token][0]);
        sums[token][1] = _mm512_fmadd_ps(chains[0][1], scales1, sums[token][1]);
      }
    }
  }
  for (int token = 0; token < kTokens; ++token) {
    _mm512_storeu_ps(out + token * kPanelRows, sums[token][0]);
    _mm512_storeu_ps(out + token * kPanelRows + 16, sums[token][1]);
  }
}

}  // namespace moe::cpu::streaming
