#include <immintrin.h>

#include "kernels/cpu/families.hpp"
#include "kernels/cpu/k_lanes.hpp"
#include "kernels/cpu/natural/decoder_base.hpp"

namespace moe::cpu::natural {

namespace {

/**
 * e2m1 codes in 16-bit lanes to bf16 by arithmetic. With exponent and mantissa em = code & 7, bf16
 * is (em << 6) + (126 << 7) for em >= 2; 0.5 (em = 1) is subnormal in e2m1 and comes out as 0.75,
 * so it and zero are set apart.
 */
[[gnu::always_inline]] inline __m512bh codes_to_bf16(__m512i codes) {
  const __m512i em = _mm512_and_si512(codes, _mm512_set1_epi16(7));
  const __m512i sign = _mm512_slli_epi16(_mm512_and_si512(codes, _mm512_set1_epi16(8)), 12);
  const __m512i half = _mm512_set1_epi16(0x3f00);
  const __m512i normal = _mm512_add_epi16(_mm512_slli_epi16(em, 6), half);
  const __mmask32 is_half = _mm512_cmpeq_epi16_mask(em, _mm512_set1_epi16(1));
  const __m512i magnitude = _mm512_mask_mov_epi16(normal, is_half, half);
  const __mmask32 is_not_zero = _mm512_test_epi16_mask(em, em);
  return (__m512bh)_mm512_or_si512(sign, _mm512_maskz_mov_epi16(is_not_zero, magnitude));
}

/** Lanes 0-7 belong to the block's first group of 32, lanes 8-15 to its second. */
struct Decoder : DecoderBase<Mxfp4Scales> {
  using DecoderBase::DecoderBase;
  using Activation = uint16_t;
  using Accumulator = __m512;
  struct Unit {
    __m512bh even;  // k = 0, 2, .. 62
    __m512bh odd;   // k = 1, 3, .. 63
    __m512 scale;
  };

  static Accumulator zero() { return _mm512_setzero_ps(); }
  static float sum_lanes(Accumulator sum) { return _mm512_reduce_add_ps(sum); }

  Unit load(int64_t row, int64_t block) const {
    const __m256i bytes =
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block_values(row, block)));
    const __m512i words = _mm512_cvtepu8_epi16(bytes);
    const __m512i low = _mm512_set1_epi32(scale_bits(row, block, 0));
    const __m512i scale = _mm512_mask_set1_epi32(low, 0xff00, scale_bits(row, block, 1));
    return {codes_to_bf16(words), codes_to_bf16(_mm512_srli_epi16(words, 4)),
            _mm512_castsi512_ps(scale)};
  }

  static Accumulator accumulate(Accumulator sum, const Unit& unit, int, const uint16_t* x) {
    __m512 products = _mm512_dpbf16_ps(zero(), unit.even, (__m512bh)_mm512_loadu_si512(x));
    products = _mm512_dpbf16_ps(products, unit.odd, (__m512bh)_mm512_loadu_si512(x + 32));
    return _mm512_fmadd_ps(products, unit.scale, sum);
  }
};

constexpr uint8_t kOrder[kBlockK] = {
    0,  2,  4,  6,  8,  10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42,
    44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 1,  3,  5,  7,  9,  11, 13, 15, 17, 19, 21, 23,
    25, 27, 29, 31, 33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, 63};

}  // namespace

const InnerKernels kAvx512Bf16 = {{kOrder, false},
                                  {{run_k_lanes<Decoder, 4, 1>, 4, 1},
                                   {run_k_lanes<Decoder, 4, 4>, 4, 4},
                                   {run_k_lanes<Decoder, 8, 2>, 8, 2}}};

}  // namespace moe::cpu::natural
