#include <immintrin.h>

#include "kernels/cpu/families.hpp"
#include "kernels/cpu/k_lanes.hpp"
#include "kernels/cpu/natural/decoder_base.hpp"
#include "kernels/cpu/natural/float_order.hpp"

namespace moe::cpu::natural {

namespace {

struct Mxfp4 : Mxfp4Scales {
  /**
   * e2m1 codes in 32-bit lanes to fp32 by arithmetic: exponent and mantissa moved to their places
   * and 126 added to the exponent. What e2m1 has subnormal, 0 and 0.5, is then 0.5 and 0.75:
   * doubled, less 1. No operand is subnormal in fp32, which costs an Intel processor 150 cycles an
   * instruction.
   */
  [[gnu::always_inline]] static __m512 to_float(__m512i codes) {
    const __m512i em = _mm512_slli_epi32(_mm512_and_si512(codes, _mm512_set1_epi32(7)), 22);
    const __m512i sign = _mm512_slli_epi32(_mm512_and_si512(codes, _mm512_set1_epi32(8)), 28);
    const __m512 biased = _mm512_castsi512_ps(_mm512_add_epi32(em, _mm512_set1_epi32(126 << 23)));
    const __mmask16 subnormal = _mm512_testn_epi32_mask(codes, _mm512_set1_epi32(6));
    const __m512 magnitude =
        _mm512_mask_fmsub_ps(biased, subnormal, _mm512_set1_ps(2.0f), _mm512_set1_ps(1.0f));
    return _mm512_castsi512_ps(_mm512_or_si512(_mm512_castps_si512(magnitude), sign));
  }
};

struct Int4 : Int4Scales {
  /** int4 codes in the low bits of 32-bit lanes. */
  [[gnu::always_inline]] static __m512 to_float(__m512i codes) {
    return _mm512_cvtepi32_ps(_mm512_srai_epi32(_mm512_slli_epi32(codes, 28), 28));
  }
};

template <class Format>
struct Decoder : DecoderBase<Format> {
  using DecoderBase<Format>::DecoderBase;
  using Activation = float;
  using Accumulator = __m512;
  struct Unit {
    __m512 weights[4];  // even and odd k of the first group of 32, then of the second
    __m512 scales[2];
  };

  static Accumulator zero() { return _mm512_setzero_ps(); }
  static float sum_lanes(Accumulator sum) { return _mm512_reduce_add_ps(sum); }

  Unit load(int64_t row, int64_t block) const {
    Unit unit;
    for (int group = 0; group < 2; ++group) {
      const auto* bytes = reinterpret_cast<const __m128i*>(this->block_values(row, block)) + group;
      const __m512i codes = _mm512_cvtepu8_epi32(_mm_loadu_si128(bytes));
      unit.weights[2 * group] = Format::to_float(codes);
      unit.weights[2 * group + 1] = Format::to_float(_mm512_srli_epi32(codes, 4));
      unit.scales[group] =
          _mm512_castsi512_ps(_mm512_set1_epi32(this->scale_bits(row, block, group)));
    }
    return unit;
  }

  static Accumulator accumulate(Accumulator sum, const Unit& unit, int, const float* x) {
    for (int group = 0; group < 2; ++group) {
      const float* const values = x + group * 32;
      const __m512 even = _mm512_mul_ps(unit.weights[2 * group], _mm512_loadu_ps(values));
      const __m512 both =
          _mm512_fmadd_ps(unit.weights[2 * group + 1], _mm512_loadu_ps(values + 16), even);
      sum = _mm512_fmadd_ps(both, unit.scales[group], sum);
    }
    return sum;
  }
};

}  // namespace

const InnerKernels kAvx512 = {
    {kFloatOrder, true},
    {{run_k_lanes<Decoder<Mxfp4>, 4, 1>, 4, 1}, {run_k_lanes<Decoder<Mxfp4>, 4, 4>, 4, 4}}};
const InnerKernels kAvx512Int4 = {
    {kFloatOrder, true},
    {{run_k_lanes<Decoder<Int4>, 4, 1>, 4, 1}, {run_k_lanes<Decoder<Int4>, 4, 4>, 4, 4}}};

}  // namespace moe::cpu::natural
