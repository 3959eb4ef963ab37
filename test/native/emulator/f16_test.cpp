/** f16 and its conversions, which the emulator computes and an H100 has as instructions. */
#include "kernels/common/f16.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <utility>

#include "emulator/ptx/ptx.hpp"

using namespace moe;

TEST_CASE("e4m3 becomes f16 exactly, for every code; NaN stays one") {
  int wrong = 0;
  for (uint32_t code = 0; code < 256; ++code) {
    const uint32_t halves = ptx::e4m3x2_to_f16x2(code | (255 - code) << 8);
    for (const auto& [half, of] : {std::pair{halves & 0xFFFF, code}, {halves >> 16, 255 - code}}) {
      const float value = e4m3_to_float(static_cast<uint8_t>(of));
      const float actual = f16_to_float(static_cast<uint16_t>(half));
      wrong += std::isnan(value)
                   ? !std::isnan(actual)
                   : std::bit_cast<uint32_t>(actual) != std::bit_cast<uint32_t>(value);
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("f16: every value and back; fp32 is rounded to nearest, ties to even") {
  int wrong = 0;
  for (uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<uint16_t>(bits);
    const float value = f16_to_float(half);
    wrong += std::isnan(value) ? (bits & 0x7fff) <= 0x7c00 : float_to_f16(value) != half;
  }
  CHECK(wrong == 0);
  CHECK(f16_to_float(0x3c01) == 1.0f + 0x1p-10f);
  CHECK(f16_to_float(0x0001) == 0x1p-24f);
  CHECK(float_to_f16(1.0f + 0x1p-11f) == 0x3c00);
  CHECK(float_to_f16(1.0f + 0x1p-11f + 0x1p-20f) == 0x3c01);
  CHECK(float_to_f16(1.0f + 3 * 0x1p-11f) == 0x3c02);
  CHECK(float_to_f16(0x1p-25f) == 0);
  CHECK(float_to_f16(3 * 0x1p-25f) == 2);
  CHECK(float_to_f16(65519.0f) == 0x7bff);
  CHECK(float_to_f16(-65520.0f) == 0xfc00);
}
