#pragma once
/**
 * Loops of nothing but one instruction, every operand in a register: what a processor multiplies at
 * most. Each needs its instruction set; the caller asks the processor first. Sums begin
 * differently, or the compiler would keep one for all and the loop would measure its latency.
 */
#include <algorithm>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>

#include "kernels/common/tile_registers.hpp"
#endif

namespace moe {

/** Independent sums of a step: a multiply-add takes 4 to 6 cycles and two may start in one. */
inline constexpr int kPeakSums = 12;

#if defined(__x86_64__)

/** bf16 dot products of 512 bits, kPeakSums a step. */
[[gnu::target("avx512f,avx512bf16"), gnu::noinline]] inline float run_dots_512(int64_t steps) {
  const auto ones = (__m512bh)_mm512_set1_epi32(0x3f803f80);
  __m512 sums[kPeakSums];
  for (int i = 0; i < kPeakSums; ++i) {
    sums[i] = _mm512_set1_ps(static_cast<float>(i));
  }
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 12
    for (auto& sum : sums) {
      sum = _mm512_dpbf16_ps(sum, ones, ones);
    }
  }
  for (int i = 1; i < kPeakSums; ++i) {
    sums[0] = _mm512_add_ps(sums[0], sums[i]);
  }
  return _mm512_cvtss_f32(sums[0]);
}

/** fp32 multiply-adds of 512 bits, kPeakSums a step. */
[[gnu::target("avx512f"), gnu::noinline]] inline float run_multiply_adds_512(int64_t steps) {
  const __m512 ones = _mm512_set1_ps(1.0f);
  __m512 sums[kPeakSums];
  for (int i = 0; i < kPeakSums; ++i) {
    sums[i] = _mm512_set1_ps(static_cast<float>(i));
  }
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 12
    for (auto& sum : sums) {
      sum = _mm512_fmadd_ps(ones, ones, sum);
    }
  }
  for (int i = 1; i < kPeakSums; ++i) {
    sums[0] = _mm512_add_ps(sums[0], sums[i]);
  }
  return _mm512_cvtss_f32(sums[0]);
}

/** Independent sums of a step on tiles: one more and operands would not fit. */
inline constexpr int kPeakTileSums = 4;

/** Products of full bf16 tiles, 16 x 16 x 32, kPeakTileSums a step. */
[[gnu::noinline]] inline float run_tiles(int64_t steps) {
  TileConfiguration configuration;
  for (int tile = 0; tile < 8; ++tile) {
    configuration.set(tile, 16);
  }
  alignas(64) uint16_t ones[16 * 32];  // [16, 32]
  std::fill_n(ones, 16 * 32, uint16_t{0x3f80});
  alignas(64) float sums[16 * 16] = {};  // [16, 16]
  TileRegisters::configure(configuration);
  TileRegisters::zero<0>();
  TileRegisters::zero<1>();
  TileRegisters::zero<2>();
  TileRegisters::zero<3>();
  TileRegisters::load<4>(ones, 64);
  TileRegisters::load<5>(ones, 64);
  TileRegisters::load<6>(ones, 64);
  TileRegisters::load<7>(ones, 64);
  for (int64_t step = 0; step < steps; ++step) {
    TileRegisters::multiply<0, 4, 6>();
    TileRegisters::multiply<1, 4, 7>();
    TileRegisters::multiply<2, 5, 6>();
    TileRegisters::multiply<3, 5, 7>();
  }
  TileRegisters::store<0>(sums, 64);
  TileRegisters::release();
  return sums[0];
}

#endif

}  // namespace moe
