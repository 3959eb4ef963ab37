#include "kernels/cpu/streaming/pack.hpp"

#include <cstring>

#include "kernels/cpu/streaming/layout.hpp"

namespace moe::cpu::streaming {

namespace {

/** Four bytes of a row, eight k in natural order, to a word: even k low, odd k high. */
uint32_t pack_word(const uint8_t* bytes) {
  uint32_t even_odd;
  std::memcpy(&even_odd, bytes, sizeof even_odd);
  const uint32_t even = even_odd & 0x0f0f0f0fu;
  const uint32_t odd = even_odd >> 4 & 0x0f0f0f0fu;
  // Gathers the nibbles of 0n0n0n0n into nnnn.
  const auto gather = [](uint32_t spread) {
    const uint32_t pairs = (spread | spread >> 4) & 0x00ff00ffu;
    return (pairs | pairs >> 8) & 0xffffu;
  };
  return gather(even) | gather(odd) << 16;
}

}  // namespace

size_t record_bytes(const GemmShape& shape) {
  const int64_t records = shape.num_experts * (shape.rows / kRecordRows) * (shape.k / kBlockK);
  return static_cast<size_t>(records * kRecordBytes);
}

void pack_rows(const GemmShape& shape, const uint8_t* values, const uint8_t* scales,
               int64_t row_begin, int64_t row_end, uint8_t* records) {
  const int64_t panels = shape.rows / kRecordRows;
  const int64_t blocks = shape.k / kBlockK;
  for (int64_t first = row_begin; first < row_end; first += kRecordRows) {
    const int64_t expert = first / shape.rows;
    const int64_t place = expert * panels + panel_place(shape, first % shape.rows);
    uint8_t* const panel = records + place * blocks * kRecordBytes;
    for (int64_t row = 0; row < kRecordRows; ++row) {
      const uint8_t* const row_values = values + (first + row) * (shape.k / 2);
      const uint8_t* const row_scales = scales + (first + row) * (shape.k / 32);
      for (int64_t block = 0; block < blocks; ++block) {
        uint8_t* const record = panel + block * kRecordBytes;
        for (int64_t q = 0; q < 8; ++q) {
          const uint32_t word = pack_word(row_values + block * 32 + q * 4);
          std::memcpy(record + (2 * q + row / 16) * 64 + row % 16 * 4, &word, sizeof word);
        }
        record[kScaleOffset + row] = row_scales[block * 2];
        record[kScaleOffset + 32 + row] = row_scales[block * 2 + 1];
      }
    }
  }
}

}  // namespace moe::cpu::streaming
