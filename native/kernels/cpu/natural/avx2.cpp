#include <immintrin.h>

#include "kernels/cpu/families.hpp"
#include "kernels/cpu/k_lanes.hpp"
#include "kernels/cpu/lanes_avx2.hpp"
#include "kernels/cpu/natural/decoder_base.hpp"
#include "kernels/cpu/natural/float_order.hpp"

namespace moe::cpu::natural {

namespace {

struct Mxfp4 : Mxfp4Scales {
  /** As in avx512.cpp, without an operand that is subnormal in fp32. */
  [[gnu::always_inline]] static __m256 to_float(__m256i codes) {
    const __m256i em = _mm256_slli_epi32(_mm256_and_si256(codes, _mm256_set1_epi32(7)), 22);
    const __m256i sign = _mm256_slli_epi32(_mm256_and_si256(codes, _mm256_set1_epi32(8)), 28);
    const __m256 biased = _mm256_castsi256_ps(_mm256_add_epi32(em, _mm256_set1_epi32(126 << 23)));
    const __m256i subnormal =
        _mm256_cmpeq_epi32(_mm256_and_si256(codes, _mm256_set1_epi32(6)), _mm256_setzero_si256());
    const __m256 lowered = _mm256_sub_ps(_mm256_add_ps(biased, biased), _mm256_set1_ps(1.0f));
    const __m256 magnitude = _mm256_blendv_ps(biased, lowered, _mm256_castsi256_ps(subnormal));
    return _mm256_castsi256_ps(_mm256_or_si256(_mm256_castps_si256(magnitude), sign));
  }
};

struct Int4 : Int4Scales {
  /** int4 codes in the low bits of 32-bit lanes. */
  [[gnu::always_inline]] static __m256 to_float(__m256i codes) {
    return _mm256_cvtepi32_ps(_mm256_srai_epi32(_mm256_slli_epi32(codes, 28), 28));
  }
};

template <class Format>
struct Decoder : DecoderBase<Format> {
  using DecoderBase<Format>::DecoderBase;
  using Activation = float;
  using Accumulator = __m256;
  struct Unit {
    __m256 weights[8];  // per group of 32: even k (two vectors), odd k (two vectors)
    __m256 scales[2];
  };

  static Accumulator zero() { return _mm256_setzero_ps(); }
  static float sum_lanes(Accumulator sum) { return avx2::sum_lanes(sum); }

  Unit load(int64_t row, int64_t block) const {
    Unit unit;
    for (int group = 0; group < 2; ++group) {
      unit.scales[group] =
          _mm256_castsi256_ps(_mm256_set1_epi32(this->scale_bits(row, block, group)));
      for (int half = 0; half < 2; ++half) {
        const auto* bytes = this->block_values(row, block) + group * 16 + half * 8;
        const __m256i codes =
            _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(bytes)));
        unit.weights[4 * group + half] = Format::to_float(codes);
        unit.weights[4 * group + 2 + half] = Format::to_float(_mm256_srli_epi32(codes, 4));
      }
    }
    return unit;
  }

  static Accumulator accumulate(Accumulator sum, const Unit& unit, int, const float* x) {
    for (int group = 0; group < 2; ++group) {
      __m256 products = zero();
      for (int vector = 0; vector < 4; ++vector) {
        products = _mm256_fmadd_ps(unit.weights[4 * group + vector],
                                   _mm256_loadu_ps(x + group * 32 + vector * 8), products);
      }
      sum = _mm256_fmadd_ps(products, unit.scales[group], sum);
    }
    return sum;
  }
};

}  // namespace

const InnerKernels kAvx2 = {
    {kFloatOrder, true},
    {{run_k_lanes<Decoder<Mxfp4>, 2, 1>, 2, 1}, {run_k_lanes<Decoder<Mxfp4>, 1, 4>, 1, 4}}};
const InnerKernels kAvx2Int4 = {
    {kFloatOrder, true},
    {{run_k_lanes<Decoder<Int4>, 2, 1>, 2, 1}, {run_k_lanes<Decoder<Int4>, 1, 4>, 1, 4}}};

}  // namespace moe::cpu::natural
