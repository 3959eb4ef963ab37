#include <immintrin.h>

#include "kernels/cpu/families.hpp"
#include "kernels/cpu/lanes_avx2.hpp"
#include "kernels/cpu/streaming/row_lanes.hpp"

namespace moe::cpu::streaming {

namespace {

[[gnu::always_inline]] inline __m256 row_scales(const uint8_t* scales) {
  const __m128i codes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(scales));
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu8_epi32(codes), 23));
}

/** How far ahead the stream is fetched. */
constexpr int kPrefetchBytes = 4096;

/** Vectors of eight rows that are summed together: of 16 registers, ten or eleven hold sums. */
template <int kTokens>
constexpr int kVectors = kTokens <= 2   ? 4
                         : kTokens <= 5 ? 2
                                        : 1;

/** A record is gone through as often as its 32 rows need; after the first time it is in the cache.
 */
template <int kTokens>
struct Tile {
  static constexpr int kRows = 8 * kVectors<kTokens>;
  /** Chains that keep at least eight sums in flight where there are registers for them. */
  static constexpr int kPassChains = kTokens == 1 ? 2 : 1;
  /** Of a group of 32 k, before its scale: (token, chain, 8 rows). */
  using Products = __m256[kTokens][kPassChains][kVectors<kTokens>];

  static void run(const uint8_t* record, int64_t records, const uint8_t* x, float* out, bool adds) {
    for (int row = 0; row < kRecordRows; row += kRows) {
      run_rows(record, records, reinterpret_cast<const float*>(x), out + row, row, adds);
    }
  }

  /** One k of the pass's rows, and shifts the next one down. @param x [kTokens] */
  [[gnu::always_inline]] static void multiply_one(__m256i* words, const float* x,
                                                  Products& products, int chain) {
#pragma GCC unroll 4
    for (int vector = 0; vector < kVectors<kTokens>; ++vector) {
      const __m256 weights = avx2::look_up_e2m1(words[vector]);
      words[vector] = _mm256_srli_epi32(words[vector], 4);
#pragma GCC unroll 10
      for (int token = 0; token < kTokens; ++token) {
        auto& product = products[token][chain][vector];
        product = _mm256_fmadd_ps(weights, _mm256_broadcast_ss(x + token), product);
      }
    }
  }

  /** Eight k of the pass's rows. @param line a word for each row  @param x [8, kTokens] */
  [[gnu::always_inline]] static void multiply(const uint8_t* line, const float* x,
                                              Products& products) {
    __m256i words[kVectors<kTokens>];
#pragma GCC unroll 4
    for (int vector = 0; vector < kVectors<kTokens>; ++vector) {
      const uint8_t* const place = line + vector * 32;
      words[vector] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(place));
      _mm_prefetch(reinterpret_cast<const char*>(place + kPrefetchBytes), _MM_HINT_T0);
    }
    // Rolled up: given all eight at once, the compiler decodes ahead and spills sums for it.
#pragma GCC unroll 1
    for (int nibble = 0; nibble < 8; nibble += kPassChains) {
#pragma GCC unroll 2
      for (int chain = 0; chain < kPassChains; ++chain, x += kTokens) {
        multiply_one(words, x, products, chain);
      }
    }
  }

  /** Adds a group's products, times its scales, to the sums in memory: registers are for products.
   */
  [[gnu::always_inline]] static void add_scaled(Products& products, const uint8_t* scales,
                                                float* sums) {
#pragma GCC unroll 4
    for (int vector = 0; vector < kVectors<kTokens>; ++vector) {
      const __m256 scale = row_scales(scales + vector * 8);
#pragma GCC unroll 10
      for (int token = 0; token < kTokens; ++token) {
        __m256 product = products[token][0][vector];
        if constexpr (kPassChains == 2) {
          product = _mm256_add_ps(product, products[token][1][vector]);
        }
        float* const place = sums + token * kRows + vector * 8;
        _mm256_store_ps(place, _mm256_fmadd_ps(product, scale, _mm256_load_ps(place)));
      }
    }
  }

  static void run_rows(const uint8_t* record, int64_t records, const float* x, float* out,
                       int first_row, bool adds) {
    alignas(32) float sums[kTokens * kRows] = {};  // [kTokens, kRows]
    for (int64_t index = 0; index < records; ++index, record += kRecordBytes) {
      for (int group = 0; group < 2; ++group) {
        Products products;
#pragma GCC unroll 10
        for (auto& chains : products) {
          for (auto& chain : chains) {
            for (auto& product : chain) {
              product = _mm256_setzero_ps();
            }
          }
        }
        for (int q = 0; q < 4; ++q, x += 8 * kTokens) {
          multiply(record + (group * 4 + q) * 128 + first_row * 4, x, products);
        }
        add_scaled(products, record + kScaleOffset + group * 32 + first_row, sums);
      }
    }
    for (int token = 0; token < kTokens; ++token) {
      for (int row = 0; row < kRows; row += 8) {
        float* const place = out + token * kPanelRows + row;
        const __m256 sum = _mm256_load_ps(sums + token * kRows + row);
        _mm256_storeu_ps(place, adds ? _mm256_add_ps(_mm256_loadu_ps(place), sum) : sum);
      }
    }
  }
};

template <int kTokens>
constexpr InnerKernel kTile = {run_row_lanes<Tile, kTokens, sizeof(float)>, Tile<kTokens>::kRows,
                               kTokens};

}  // namespace

const InnerKernels kAvx2 = {{kNibbleOrder, true, Placement::kTokensInnermost},
                            {kTile<1>, kTile<4>, kTile<10>}};

}  // namespace moe::cpu::streaming
