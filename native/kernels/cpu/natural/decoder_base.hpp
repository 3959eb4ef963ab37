#pragma once
#include <cstring>

#include "kernels/cpu/inner_kernel.hpp"
#include "kernels/cpu/natural/scale_bytes.hpp"

namespace moe::cpu::natural {

/** Scales of e2m1: ue8m0 per group of 32. */
struct Mxfp4Scales {
  [[gnu::always_inline]] static int64_t row_bytes(int64_t k) {
    return scale_bytes(MOE_SCHEME_MXFP4_BF16, k);
  }
  /** The scale of the first or second 32 k of a block, as the bits of an fp32. */
  [[gnu::always_inline]] static int32_t bits(const uint8_t* row, int64_t block, int half) {
    return row[block * 2 + half] << 23;
  }
};

/** Scales of int4: bf16 per group of 128, which is two blocks. */
struct Int4Scales {
  [[gnu::always_inline]] static int64_t row_bytes(int64_t k) {
    return scale_bytes(MOE_SCHEME_INT4_FP8, k);
  }
  [[gnu::always_inline]] static int32_t bits(const uint8_t* row, int64_t block, int) {
    uint16_t scale;
    std::memcpy(&scale, row + block / 2 * 2, sizeof scale);
    return static_cast<int32_t>(static_cast<uint32_t>(scale) << 16);
  }
};

/**
 * Where the rows of a call lie in the natural layout: values [E, N, K/2] with the even k in the low
 * nibble, and the scales of a row behind one another.
 */
template <class Scales>
struct DecoderBase {
  static constexpr int kRowsPerUnit = 1;
  static constexpr int kRowDistance = 0;

  const uint8_t* values;  // of the call's first row
  const uint8_t* scales;
  int64_t row_bytes;  // K/2
  int64_t row_scale_bytes;

  [[gnu::always_inline]] explicit DecoderBase(const InnerCall& call)
      : row_bytes(call.weights.shape.k / 2),
        row_scale_bytes(Scales::row_bytes(call.weights.shape.k)) {
    const int64_t row = call.expert * call.weights.shape.rows + call.row_begin;
    values = call.weights.values + row * row_bytes;
    scales = call.weights.scales + row * row_scale_bytes;
  }

  [[gnu::always_inline]] static int64_t first_row(int64_t unit) { return unit; }

  /** 32 bytes: the 64 weights of a block. */
  [[gnu::always_inline]] const uint8_t* block_values(int64_t row, int64_t block) const {
    return values + row * row_bytes + block * 32;
  }
  /** The scale of the first or second 32 k of a block, as the bits of an fp32. */
  [[gnu::always_inline]] int32_t scale_bits(int64_t row, int64_t block, int half) const {
    return Scales::bits(scales + row * row_scale_bytes, block, half);
  }
};

}  // namespace moe::cpu::natural
