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
