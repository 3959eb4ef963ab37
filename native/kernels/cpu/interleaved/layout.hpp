#pragma once
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu::interleaved {

/**
 * The pull request's interleave, first generation. Values keep their shape [E, N, K/2] and are
 * permuted within tiles of 16 rows x 64 k. With m = 16-wide step of k (0..3) and t = 0..3, the
 * 32-bit word (m, t) of the row pair (r, r + 8) lies in row r + 8*(m % 2) of its tile at byte
 * 16*(m/2) + 4*t, and its nibbles from the lowest up are a(2t) b(2t) a(2t+1) b(2t+1) a(2t+8)
 * b(2t+8) a(2t+9) b(2t+9) where a is row r, b row r + 8 and the argument is k within the step.
 * Scales: [E, ceil(K/128), N, 4], four consecutive groups of a row together, padded with zeros.
 */
inline constexpr int kTileRows = 16;

/** Where the row pairs of a call lie. A unit is one pair. */
struct DecoderBase {
  static constexpr int kRowsPerUnit = 2;
  static constexpr int kRowDistance = 8;

  const uint8_t* values;  // of the call's first row
  const uint8_t* scales;
  int64_t row_bytes;    // K/2
  int64_t scale_block;  // bytes of 128 k of all rows

  explicit DecoderBase(const InnerCall& call)
      : row_bytes(call.weights.shape.k / 2), scale_block(call.weights.shape.rows * 4) {
    const GemmShape& shape = call.weights.shape;
    values = call.weights.values + (call.expert * shape.rows + call.row_begin) * row_bytes;
    const int64_t expert_scales = (shape.k + 127) / 128 * scale_block;
    scales = call.weights.scales + call.expert * expert_scales + call.row_begin * 4;
  }

  static int64_t first_row(int64_t unit) { return unit / 8 * kTileRows + unit % 8; }

  /** 32 bytes: steps m = 0 and 2 (line 0) or 1 and 3 (line 1) of the pair. */
  const uint8_t* line(int64_t unit, int64_t block, int line_index) const {
    return values + (first_row(unit) + 8 * line_index) * row_bytes + block * 32;
  }
  /** 2 bytes: the block's two groups of row 0 or 1 of the pair. */
  const uint8_t* block_scales(int64_t unit, int64_t block, int row) const {
    return scales + block / 2 * scale_block + (first_row(unit) + kRowDistance * row) * 4 +
           block % 2 * 2;
  }
};

/**
 * Activations for fp32 lanes: for n = 0..3 (k offsets 0, 1, 8, 9 from 2t), 16 lanes: steps 0, 2
 * (line 0), then 1, 3 (line 1), four t each.
 */
inline constexpr uint8_t kFloatOrder[kBlockK] = {
    0, 2,  4,  6,  32, 34, 36, 38, 16, 18, 20, 22, 48, 50, 52, 54,  //
    1, 3,  5,  7,  33, 35, 37, 39, 17, 19, 21, 23, 49, 51, 53, 55,  //
    8, 10, 12, 14, 40, 42, 44, 46, 24, 26, 28, 30, 56, 58, 60, 62,  //
    9, 11, 13, 15, 41, 43, 45, 47, 25, 27, 29, 31, 57, 59, 61, 63};

}  // namespace moe::cpu::interleaved
