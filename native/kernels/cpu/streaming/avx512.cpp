#include <immintrin.h>

#include "kernels/common/mxfp4.hpp"
#include "kernels/cpu/families.hpp"
#include "kernels/cpu/streaming/row_lanes.hpp"

namespace moe::cpu::streaming {

namespace {

[[gnu::always_inline]] inline __m512 row_scales(const uint8_t* scales) {
  const __m128i codes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(scales));
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu8_epi32(codes), 23));
}

template <int kTokens>
struct Tile {
  static void run(const uint8_t* record, int64_t records, const void* const* tokens, float* out) {
    const __m512 table = _mm512_loadu_ps(kE2m1Values.data());
    __m512 sums[kTokens][2];  // (token, 16 rows)
    for (auto& sum : sums) {
      sum[0] = sum[1] = _mm512_setzero_ps();
    }
    for (int64_t index = 0; index < records; ++index, record += kRecordBytes) {
      for (int group = 0; group < 2; ++group) {
        // Of this group of 32 k, before its scale: (token, chain, 16 rows).
        __m512 products[kTokens][kChains<kTokens>][2];
        for (auto& chains : products) {
          for (auto& product : chains) {
            product[0] = product[1] = _mm512_setzero_ps();
          }
        }
        for (int q = 0; q < 4; ++q) {
          const uint8_t* const line = record + (group * 4 + q) * 128;
          const __m512i words0 = _mm512_loadu_si512(line);
          const __m512i words1 = _mm512_loadu_si512(line + 64);
#pragma GCC unroll 8
          for (unsigned nibble = 0; nibble < 8; ++nibble) {
            const __m512 weights0 =
                _mm512_permutexvar_ps(_mm512_srli_epi32(words0, 4 * nibble), table);
            const __m512 weights1 =
                _mm512_permutexvar_ps(_mm512_srli_epi32(words1, 4 * nibble), table);
            const int64_t k = index * kBlockK + group * 32 + q * 8 + nibble % 4 * 2 + nibble / 4;
#pragma GCC unroll 8
            for (int token = 0; token < kTokens; ++token) {
              const __m512 x = _mm512_set1_ps(static_cast<const float*>(tokens[token])[k]);
              auto& product = products[token][nibble % kChains<kTokens>];
              product[0] = _mm512_fmadd_ps(weights0, x, product[0]);
              product[1] = _mm512_fmadd_ps(weights1, x, product[1]);
            }
          }
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
};

}  // namespace

const InnerKernels kAvx512 = {{nullptr, true},
                              {{run_row_lanes<Tile, 2>, 32, 2}, {run_row_lanes<Tile, 6>, 32, 6}}};

}  // namespace moe::cpu::streaming
