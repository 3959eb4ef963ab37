#include "kernels/cpu/dot_products.hpp"

#if defined(__x86_64__)
#include <immintrin.h>

#include <algorithm>
#include <chrono>
#endif

namespace moe::cpu {

#if defined(__x86_64__)

namespace {

/** Independent sums, more than latency times instructions in a cycle. */
constexpr int kSums = 12;
constexpr int kSteps = 4000;
/** The fastest of so many passes counts: the first run while the processor still powers its wide
 * units up (10 to 20 us, four times as slow), others may be interrupted. */
constexpr int kPasses = 9;

[[gnu::target("avx512f,avx512bf16"), gnu::noinline]] float run_dots() {
  const auto ones = (__m512bh)_mm512_set1_epi32(0x3f803f80);
  __m512 sums[kSums];
  for (int i = 0; i < kSums; ++i) {
    // Different, or the compiler would keep one sum for all and the loop would measure its latency.
    sums[i] = _mm512_set1_ps(static_cast<float>(i));
  }
  for (int step = 0; step < kSteps; ++step) {
#pragma GCC unroll 12
    for (auto& sum : sums) {
      sum = _mm512_dpbf16_ps(sum, ones, ones);
    }
  }
  for (int i = 1; i < kSums; ++i) {
    sums[0] = _mm512_add_ps(sums[0], sums[i]);
  }
  return _mm512_cvtss_f32(sums[0]);
}

[[gnu::target("avx512f"), gnu::noinline]] float run_multiply_adds() {
  const __m512 ones = _mm512_set1_ps(1.0f);
  __m512 sums[kSums];
  for (int i = 0; i < kSums; ++i) {
    // Different, or the compiler would keep one sum for all and the loop would measure its latency.
    sums[i] = _mm512_set1_ps(static_cast<float>(i));
  }
  for (int step = 0; step < kSteps; ++step) {
#pragma GCC unroll 12
    for (auto& sum : sums) {
      sum = _mm512_fmadd_ps(ones, ones, sum);
    }
  }
  for (int i = 1; i < kSums; ++i) {
    sums[0] = _mm512_add_ps(sums[0], sums[i]);
  }
  return _mm512_cvtss_f32(sums[0]);
}

double seconds(float (*run)()) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  volatile float sink = run();
  static_cast<void>(sink);
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

bool bf16_dots_are_faster() {
  static const bool faster = [] {
    double dots = 1e30;
    double multiply_adds = 1e30;
    for (int pass = 0; pass < kPasses; ++pass) {
      dots = std::min(dots, seconds(run_dots));
      multiply_adds = std::min(multiply_adds, seconds(run_multiply_adds));
    }
    return dots < 2 * multiply_adds;  // a dot product multiplies two pairs in each lane
  }();
  return faster;
}

#else

bool bf16_dots_are_faster() { return false; }

#endif

}  // namespace moe::cpu
