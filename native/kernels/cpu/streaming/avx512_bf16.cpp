#include <immintrin.h>

#include <cstring>

#include "kernels/cpu/families.hpp"
#include "kernels/cpu/streaming/row_lanes.hpp"

namespace moe::cpu::streaming {

namespace {

/** bf16 of the 16 codes, twice: a 5-bit index may carry the next nibble's lowest bit. */
alignas(64) constexpr uint16_t kBf16OfCode[32] = {
    0x0000, 0x3f00, 0x3f80, 0x3fc0, 0x4000, 0x4040, 0x4080, 0x40c0, 0x8000, 0xbf00, 0xbf80,
    0xbfc0, 0xc000, 0xc040, 0xc080, 0xc0c0, 0x0000, 0x3f00, 0x3f80, 0x3fc0, 0x4000, 0x4040,
    0x4080, 0x40c0, 0x8000, 0xbf00, 0xbf80, 0xbfc0, 0xc000, 0xc040, 0xc080, 0xc0c0};

/** How far ahead the stream is fetched. */
constexpr int kPrefetchBytes = 4096;

[[gnu::always_inline]] inline __m512 row_scales(const uint8_t* scales) {
  const __m128i codes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(scales));
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu8_epi32(codes), 23));
}

/** Two neighbouring activations in every lane. */
[[gnu::always_inline]] inline __m512bh broadcast_pair(const uint16_t* x) {
  int32_t pair;
  std::memcpy(&pair, x, sizeof pair);
  return (__m512bh)_mm512_set1_epi32(pair);
}

template <int kTokens>
struct Tile {
  static void run(const uint8_t* record, int64_t records, const void* const* tokens, float* out) {
    const __m512i table = _mm512_load_si512(kBf16OfCode);
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
#pragma GCC unroll 4
        for (int q = 0; q < 4; ++q) {
          const uint8_t* const line = record + (group * 4 + q) * 128;
          const __m512i words0 = _mm512_loadu_si512(line);
          const __m512i words1 = _mm512_loadu_si512(line + 64);
          _mm_prefetch(reinterpret_cast<const char*>(line + kPrefetchBytes), _MM_HINT_T0);
          _mm_prefetch(reinterpret_cast<const char*>(line + kPrefetchBytes + 64), _MM_HINT_T0);
#pragma GCC unroll 4
          for (unsigned pair = 0; pair < 4; ++pair) {
            const auto weights0 =
                (__m512bh)_mm512_permutexvar_epi16(_mm512_srli_epi16(words0, 4 * pair), table);
            const auto weights1 =
                (__m512bh)_mm512_permutexvar_epi16(_mm512_srli_epi16(words1, 4 * pair), table);
#pragma GCC unroll 8
            for (int token = 0; token < kTokens; ++token) {
              const auto* x = static_cast<const uint16_t*>(tokens[token]) + index * kBlockK +
                              group * 32 + q * 8 + pair * 2;
              const __m512bh both = broadcast_pair(x);
              auto& product = products[token][pair % kChains<kTokens>];
              product[0] = _mm512_dpbf16_ps(product[0], weights0, both);
              product[1] = _mm512_dpbf16_ps(product[1], weights1, both);
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

const InnerKernels kAvx512Bf16 = {{nullptr, false},
                                  {{run_row_lanes<Tile, 2>, 32, 2},
                                   {run_row_lanes<Tile, 4>, 32, 4},
                                   {run_row_lanes<Tile, 6>, 32, 6}}};

}  // namespace moe::cpu::streaming
