#include <immintrin.h>

#include "kernels/common/mxfp4.hpp"
#include "kernels/cpu/families.hpp"
#include "kernels/cpu/interleaved/layout.hpp"
#include "kernels/cpu/k_lanes.hpp"

namespace moe::cpu::interleaved {

namespace {

/** 32-bit lanes 0-3 and 8-11 belong to the block's first group of 32, the others to its second. */
struct Decoder : DecoderBase {
  using DecoderBase::DecoderBase;
  using Activation = float;
  using Accumulator = __m512;
  struct Unit {
    __m512 weights[2][4];  // [row of the pair][k = 2t, 2t+1, 2t+8, 2t+9]
    __m512 scales[2];
  };

  static Accumulator zero() { return _mm512_setzero_ps(); }
  static float sum_lanes(Accumulator sum) { return _mm512_reduce_add_ps(sum); }

  [[gnu::always_inline]] static __m512 lane_scales(const uint8_t* s) {
    const __m512i first = _mm512_set1_epi32(s[0] << 23);
    return _mm512_castsi512_ps(_mm512_mask_set1_epi32(first, 0xf0f0, s[1] << 23));
  }

  [[gnu::always_inline]] Unit load(int64_t unit, int64_t block) const {
    const __m512 table = _mm512_loadu_ps(kE2m1Values.data());
    const __m256i line0 =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(line(unit, block, 0)));
    const __m256i line1 =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(line(unit, block, 1)));
    const __m512i words = _mm512_inserti64x4(_mm512_castsi256_si512(line0), line1, 1);
    Unit result;
    for (unsigned nibble = 0; nibble < 8; ++nibble) {
      result.weights[nibble % 2][nibble / 2] =
          _mm512_permutexvar_ps(_mm512_srli_epi32(words, 4 * nibble), table);
    }
    result.scales[0] = lane_scales(block_scales(unit, block, 0));
    result.scales[1] = lane_scales(block_scales(unit, block, 1));
    return result;
  }

  [[gnu::always_inline]] static Accumulator accumulate(Accumulator sum, const Unit& unit, int row,
                                                       const float* x) {
    __m512 products = _mm512_mul_ps(unit.weights[row][0], _mm512_loadu_ps(x));
    for (int n = 1; n < 4; ++n) {
      products = _mm512_fmadd_ps(unit.weights[row][n], _mm512_loadu_ps(x + 16 * n), products);
    }
    return _mm512_fmadd_ps(products, unit.scales[row], sum);
  }
};

}  // namespace

const InnerKernels kAvx512 = {
    {kFloatOrder, true}, {{run_k_lanes<Decoder, 2, 1>, 4, 1}, {run_k_lanes<Decoder, 2, 4>, 4, 4}}};

}  // namespace moe::cpu::interleaved
