/** The packed layouts, byte by byte. */
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "kernels/cpu/interleaved/pack.hpp"
#include "kernels/cpu/streaming/layout.hpp"
#include "kernels/cpu/streaming/pack.hpp"

using namespace moe::cpu;
using moe::GemmShape;

namespace {

/** W[r][c] = (131 r + 17 c + 7) mod 256: the pattern of the published known
 * answers. */
std::vector<uint8_t> pattern(int64_t rows, int64_t row_bytes) {
  std::vector<uint8_t> bytes(static_cast<size_t>(rows * row_bytes));
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t column = 0; column < row_bytes; ++column) {
      bytes[static_cast<size_t>(row * row_bytes + column)] =
          static_cast<uint8_t>(131 * row + 17 * column + 7);
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("interleaved values begin as the pull request's first generation does") {
  const GemmShape shape{1, 32, 128, false};
  const auto values = pattern(32, 64);
  const std::vector<uint8_t> scales(32 * 4, 127);
  std::vector<uint8_t> packed(values.size());
  std::vector<uint8_t> packed_scales(interleaved::scale_bytes(shape));
  interleaved::pack_rows(shape, values.data(), scales.data(), 0, 32, packed.data(),
                         packed_scales.data());
  const std::array<uint8_t, 8> row0 = {0xf7, 0x10, 0x3b, 0x64, 0x08, 0x31, 0x4c, 0x75};
  const std::array<uint8_t, 4> row8 = {0x7f, 0xa8, 0xb3, 0xed};
  CHECK(std::equal(row0.begin(), row0.end(), packed.begin()));
  CHECK(std::equal(row8.begin(), row8.end(), packed.begin() + 8 * 64));
}

TEST_CASE("interleaved scales put four groups of a row together") {
  const GemmShape shape{1, 128, 256, false};
  std::vector<uint8_t> scales(128 * 8);
  for (size_t row = 0; row < 128; ++row) {
    for (size_t group = 0; group < 8; ++group) {
      scales[row * 8 + group] = static_cast<uint8_t>(5 * row + 3 * group + 1);
    }
  }
  const auto values = pattern(128, 128);
  std::vector<uint8_t> packed(values.size());
  std::vector<uint8_t> packed_scales(interleaved::scale_bytes(shape));
  interleaved::pack_rows(shape, values.data(), scales.data(), 0, 128, packed.data(),
                         packed_scales.data());
  const std::array<uint8_t, 8> first = {1, 4, 7, 10, 6, 9, 12, 15};
  CHECK(std::equal(first.begin(), first.end(), packed_scales.begin()));
}

TEST_CASE(
    "a streaming record holds every weight and scale once, where the "
    "layout says") {
  const GemmShape shape{2, 64, 128, true};
  const int64_t rows = shape.num_experts * shape.rows;
  const auto values = pattern(rows, 64);
  std::vector<uint8_t> scales(static_cast<size_t>(rows * 4));
  for (size_t i = 0; i < scales.size(); ++i) {
    scales[i] = static_cast<uint8_t>(i * 7);
  }
  std::vector<uint8_t> records(streaming::record_bytes(shape));
  streaming::pack_rows(shape, values.data(), scales.data(), 0, rows, records.data());
  for (int64_t row = 0; row < rows; ++row) {
    const InnerCall call{{records.data(), nullptr, shape},
                         row / 64,
                         row % 64 / 32 * 32,
                         32,
                         nullptr,
                         0,
                         0,
                         1,
                         nullptr};
    const uint8_t* const panel = streaming::first_record(call);
    for (int64_t k = 0; k < shape.k; ++k) {
      const uint8_t* const record = panel + k / 64 * streaming::kRecordBytes;
      const int64_t in_record = k % 64;
      const uint8_t* const word =
          record + (2 * (in_record / 8) + row % 32 / 16) * 64 + row % 16 * 4;
      const int nibble = static_cast<int>(in_record % 8 / 2);
      const int code = word[in_record % 2 * 2 + nibble / 2] >> (nibble % 2 * 4) & 15;
      const int source = values[static_cast<size_t>(row * 64 + k / 2)] >> (k % 2 * 4) & 15;
      REQUIRE(code == source);
      REQUIRE(record[streaming::kScaleOffset + in_record / 32 * 32 + row % 32] ==
              scales[static_cast<size_t>(row * 4 + k / 32)]);
    }
  }
}

TEST_CASE("gate and up panels of a pair are neighbours") {
  const GemmShape shape{1, 128, 64, true};
  CHECK(streaming::panel_place(shape, 0) == 0);
  CHECK(streaming::panel_place(shape, 64) == 1);
  CHECK(streaming::panel_place(shape, 32) == 2);
  CHECK(streaming::panel_place(shape, 96) == 3);
}
