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

/** Eight rows at a time: 16 registers hold no more. The panel's other passes find it in the cache.
 */
template <int kTokens>
struct Tile {
  static void run(const uint8_t* record, int64_t records, const void* const* tokens, float* out) {
    for (int rows = 0; rows < kRecordRows; rows += 8) {
      run_rows(record, records, tokens, out, rows);
    }
  }

  static void run_rows(const uint8_t* record, int64_t records, const void* const* tokens,
                       float* out, int first_row) {
    __m256 sums[kTokens];  // (token, 8 rows)
    for (auto& sum : sums) {
      sum = _mm256_setzero_ps();
    }
    for (int64_t index = 0; index < records; ++index, record += kRecordBytes) {
      for (int group = 0; group < 2; ++group) {
        // Of this group of 32 k, before its scale: (token, chain).
        __m256 products[kTokens][kChains<kTokens>];
        for (auto& chains : products) {
          for (auto& product : chains) {
            product = _mm256_setzero_ps();
          }
        }
        for (int q = 0; q < 4; ++q) {
          const uint8_t* const line = record + (group * 4 + q) * 128 + first_row * 4;
          const __m256i words = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(line));
#pragma GCC unroll 8
          for (int nibble = 0; nibble < 8; ++nibble) {
            const __m256 weights = avx2::look_up_e2m1(_mm256_srli_epi32(words, 4 * nibble));
            const int64_t k = index * kBlockK + group * 32 + q * 8 + nibble % 4 * 2 + nibble / 4;
#pragma GCC unroll 8
            for (int token = 0; token < kTokens; ++token) {
              const __m256 x = _mm256_broadcast_ss(static_cast<const float*>(tokens[token]) + k);
              auto& product = products[token][nibble % kChains<kTokens>];
              product = _mm256_fmadd_ps(weights, x, product);
            }
          }
        }
        const __m256 scales = row_scales(record + kScaleOffset + group * 32 + first_row);
        for (int token = 0; token < kTokens; ++token) {
          auto& chains = products[token];
          for (int chain = 1; chain < kChains<kTokens>; ++chain) {
            chains[0] = _mm256_add_ps(chains[0], chains[chain]);
          }
          sums[token] = _mm256_fmadd_ps(chains[0], scales, sums[token]);
        }
      }
    }
    for (int token = 0; token < kTokens; ++token) {
      _mm256_storeu_ps(out + token * kPanelRows + first_row, sums[token]);
    }
  }
};

}  // namespace

const InnerKernels kAvx2 = {{nullptr, true},
                            {{run_row_lanes<Tile, 1>, 8, 1}, {run_row_lanes<Tile, 4>, 8, 4}}};

}  // namespace moe::cpu::streaming
