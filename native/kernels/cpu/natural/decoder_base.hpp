#pragma once
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu::natural {

/**
 * Where the rows of a call lie in the natural layout: values [E, N, K/2] with the even k in the low
 * nibble, scales [E, N, K/32].
 */
struct DecoderBase {
  static constexpr int kRowsPerUnit = 1;
  static constexpr int kRowDistance = 0;

  const uint8_t* values;  // of the call's first row
  const uint8_t* scales;
  int64_t row_bytes;   // K/2
  int64_t row_scales;  // K/32

  explicit DecoderBase(const InnerCall& call)
      : row_bytes(call.weights.shape.k / 2), row_scales(call.weights.shape.k / 32) {
    const int64_t row = call.expert * call.weights.shape.rows + call.row_begin;
    values = call.weights.values + row * row_bytes;
    scales = call.weights.scales + row * row_scales;
  }

  static int64_t first_row(int64_t unit) { return unit; }

  /** 32 bytes: the 64 weights of a block. */
  const uint8_t* block_values(int64_t row, int64_t block) const {
    return values + row * row_bytes + block * 32;
  }
  /** 2 bytes: the scales of the block's two groups of 32. */
  const uint8_t* block_scales(int64_t row, int64_t block) const {
    return scales + row * row_scales + block * 2;
  }
};

}  // namespace moe::cpu::natural
