#include <immintrin.h>

#include "kernels/cpu/families.hpp"
#include "kernels/cpu/interleaved/layout.hpp"
#include "kernels/cpu/k_lanes.hpp"
#include "kernels/cpu/lanes_avx2.hpp"

namespace moe::cpu::interleaved {

namespace {

/** 32-bit lanes 0-3 belong to the block's first group of 32, lanes 4-7 to its second. */
struct Decoder : DecoderBase {
  using DecoderBase::DecoderBase;
  using Activation = float;
  using Accumulator = __m256;
  struct Unit {
    __m256 weights[2][2][4];  // [row of the pair][line][k = 2t, 2t+1, 2t+8, 2t+9]
    __m256 scales[2];
  };

  static Accumulator zero() { return _mm256_setzero_ps(); }
  static float sum_lanes(Accumulator sum) { return avx2::sum_lanes(sum); }

  [[gnu::always_inline]] static __m256 lane_scales(const uint8_t* s) {
    const __m256i lanes =
        _mm256_blend_epi32(_mm256_set1_epi32(s[0] << 23), _mm256_set1_epi32(s[1] << 23), 0xf0);
    return _mm256_castsi256_ps(lanes);
  }

  [[gnu::always_inline]] Unit load(int64_t unit, int64_t block) const {
    Unit result;
    for (int line_index = 0; line_index < 2; ++line_index) {
      const __m256i words =
          _mm256_loadu_si256(reinterpret_cast<const __m256i*>(line(unit, block, line_index)));
      for (int nibble = 0; nibble < 8; ++nibble) {
        result.weights[nibble % 2][line_index][nibble / 2] =
            avx2::look_up_e2m1(_mm256_srli_epi32(words, 4 * nibble));
      }
    }
    result.scales[0] = lane_scales(block_scales(unit, block, 0));
    result.scales[1] = lane_scales(block_scales(unit, block, 1));
    return result;
  }

  [[gnu::always_inline]] static Accumulator accumulate(Accumulator sum, const Unit& unit, int row,
                                                       const float* x) {
    __m256 products = zero();
    for (int line_index = 0; line_index < 2; ++line_index) {
      for (int n = 0; n < 4; ++n) {
        products = _mm256_fmadd_ps(unit.weights[row][line_index][n],
                                   _mm256_loadu_ps(x + 16 * n + 8 * line_index), products);
      }
    }
    return _mm256_fmadd_ps(products, unit.scales[row], sum);
  }
};

}  // namespace

const InnerKernels kAvx2 = {
    {kFloatOrder, true}, {{run_k_lanes<Decoder, 1, 1>, 2, 1}, {run_k_lanes<Decoder, 1, 4>, 2, 4}}};

}  // namespace moe::cpu::interleaved
