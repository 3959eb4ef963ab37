#pragma once
/** AVX2 helpers; include only in files compiled with -mavx2. */
#include <immintrin.h>

namespace moe::cpu::avx2 {

namespace {

[[gnu::always_inline]] inline float sum_lanes(__m256 lanes) {
  __m128 sum = _mm_add_ps(_mm256_castps256_ps128(lanes), _mm256_extractf128_ps(lanes, 1));
  sum = _mm_add_ps(sum, _mm_movehl_ps(sum, sum));
  sum = _mm_add_ss(sum, _mm_movehdup_ps(sum));
  return _mm_cvtss_f32(sum);
}

/** Looks the low 4 bits of each lane up as e2m1: 8 magnitudes from a table, the sign from bit 3. */
[[gnu::always_inline]] inline __m256 look_up_e2m1(__m256i codes) {
  const __m256 magnitudes = _mm256_setr_ps(0.0f, 0.5f, 1.0f, 1.5f, 2.0f, 3.0f, 4.0f, 6.0f);
  const __m256 value = _mm256_permutevar8x32_ps(magnitudes, codes);
  const __m256i sign = _mm256_slli_epi32(_mm256_and_si256(codes, _mm256_set1_epi32(8)), 28);
  return _mm256_xor_ps(value, _mm256_castsi256_ps(sign));
}

}  // namespace

}  // namespace moe::cpu::avx2
