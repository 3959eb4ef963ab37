#pragma once
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu::streaming {

/**
 * Records of 32 rows x 64 k, 1088 bytes, in the order in which they are read, so that a thread's
 * weights are one sequential stream. A record is 16 lines of 64 bytes, then 64 scale bytes: line
 * (q, h), q = k / 8, h = row / 16, at byte (2*q + h) * 64: one 32-bit word per row; its low 16 bits
 * are the even k of the eight, 8q, 8q+2, 8q+4, 8q+6 from the lowest nibble up, its high 16 bits the
 * odd k. scale of (group g = k / 32, row) at byte 1024 + 32*g + row. Panels of 32 rows follow one
 * another; where rows are paired (gate and up), the panels of a pair are neighbours.
 */
inline constexpr int64_t kRecordRows = 32;
inline constexpr int64_t kRecordBytes = 1088;
inline constexpr int64_t kScaleOffset = 1024;
static_assert(kRecordRows == kPanelRows);

/** The k of a block in the order in which shifts by a nibble bring them up. */
inline constexpr uint8_t kNibbleOrder[kBlockK] = {
    0,  2,  4,  6,  1,  3,  5,  7,  8,  10, 12, 14, 9,  11, 13, 15, 16, 18, 20, 22, 17, 19,
    21, 23, 24, 26, 28, 30, 25, 27, 29, 31, 32, 34, 36, 38, 33, 35, 37, 39, 40, 42, 44, 46,
    41, 43, 45, 47, 48, 50, 52, 54, 49, 51, 53, 55, 56, 58, 60, 62, 57, 59, 61, 63};

/** Place of the panel that begins at `row`, counted in panels from the start of the expert. */
inline int64_t panel_place(const GemmShape& shape, int64_t row) {
  const int64_t panel = row / kRecordRows;
  if (!shape.paired) {
    return panel;
  }
  const int64_t half = shape.rows / 2 / kRecordRows;
  return panel < half ? 2 * panel : 2 * (panel - half) + 1;
}

/** The first record of the panel that a call is about. */
inline const uint8_t* first_record(const InnerCall& call) {
  const GemmShape& shape = call.weights.shape;
  const int64_t panels = shape.rows / kRecordRows;
  const int64_t panel = call.expert * panels + panel_place(shape, call.row_begin);
  return call.weights.values + panel * (shape.k / kBlockK) * kRecordBytes;
}

}  // namespace moe::cpu::streaming
