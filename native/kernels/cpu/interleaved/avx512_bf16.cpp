#include <immintrin.h>

#include "kernels/cpu/bf16_codes.hpp"
#include "kernels/cpu/families.hpp"
#include "kernels/cpu/interleaved/layout.hpp"
#include "kernels/cpu/k_lanes.hpp"

namespace moe::cpu::interleaved {

namespace {

/** 32-bit lanes 0-3 and 8-11 belong to the block's first group of 32, the others to its second. */
struct Decoder : DecoderBase {
  using DecoderBase::DecoderBase;
  using Activation = uint16_t;
  using Accumulator = __m512;
  struct Unit {
    __m512bh weights[2][2];  // [row of the pair][k = 2t, 2t+8 or 2t+1, 2t+9]
    __m512 scales[2];
  };

  static Accumulator zero() { return _mm512_setzero_ps(); }
  static float sum_lanes(Accumulator sum) { return _mm512_reduce_add_ps(sum); }

  [[gnu::always_inline]] static __m512bh look_up(__m512i codes) {
    return (__m512bh)_mm512_permutexvar_epi16(codes, _mm512_load_si512(kBf16OfCode));
  }

  [[gnu::always_inline]] static __m512 lane_scales(const uint8_t* s) {
    const __m512i first = _mm512_set1_epi32(s[0] << 23);
    return _mm512_castsi512_ps(_mm512_mask_set1_epi32(first, 0xf0f0, s[1] << 23));
  }

  [[gnu::always_inline]] Unit load(int64_t unit, int64_t block) const {
    const __m256i line0 =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(line(unit, block, 0)));
    const __m256i line1 =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(line(unit, block, 1)));
    const __m512i words = _mm512_inserti64x4(_mm512_castsi256_si512(line0), line1, 1);
    return {{{look_up(words), look_up(_mm512_srli_epi16(words, 8))},
             {look_up(_mm512_srli_epi16(words, 4)), look_up(_mm512_srli_epi16(words, 12))}},
            {lane_scales(block_scales(unit, block, 0)), lane_scales(block_scales(unit, block, 1))}};
  }

  [[gnu::always_inline]] static Accumulator accumulate(Accumulator sum, const Unit& unit, int row,
                                                       const uint16_t* x) {
    __m512 products =
        _mm512_dpbf16_ps(zero(), unit.weights[row][0], (__m512bh)_mm512_loadu_si512(x));
    products =
        _mm512_dpbf16_ps(products, unit.weights[row][1], (__m512bh)_mm512_loadu_si512(x + 32));
    return _mm512_fmadd_ps(products, unit.scales[row], sum);
  }
};

/** Pairs (2t, 2t+8), then pairs (2t+1, 2t+9), for steps 0, 2, 1, 3. */
constexpr uint8_t kOrder[kBlockK] = {
    0,  8,  2,  10, 4,  12, 6,  14, 32, 40, 34, 42, 36, 44, 38, 46, 16, 24, 18, 26, 20, 28,
    22, 30, 48, 56, 50, 58, 52, 60, 54, 62, 1,  9,  3,  11, 5,  13, 7,  15, 33, 41, 35, 43,
    37, 45, 39, 47, 17, 25, 19, 27, 21, 29, 23, 31, 49, 57, 51, 59, 53, 61, 55, 63};

}  // namespace

const InnerKernels kAvx512Bf16 = {{kOrder, false},
                                  {{run_k_lanes<Decoder, 2, 1>, 4, 1},
                                   {run_k_lanes<Decoder, 2, 4>, 4, 4},
                                   {run_k_lanes<Decoder, 4, 2>, 8, 2}}};

}  // namespace moe::cpu::interleaved
