#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <random>

#include "kernels/common/bf16.hpp"
#include "kernels/common/f16.hpp"
#include "kernels/common/int4.hpp"
#include "kernels/common/mxfp4.hpp"
#include "kernels/sm90/convert/fp4_arithmetic.hpp"
#include "kernels/sm90/convert/fp4_lut.hpp"
#include "kernels/sm90/convert/fp4_rotated.hpp"
#include "kernels/sm90/convert/fp4_scattered.hpp"
#include "kernels/sm90/convert/int4_arithmetic.hpp"
#include "kernels/sm90/convert/int4_lut.hpp"
#include "kernels/sm90/convert/int4_rotated.hpp"
#include "kernels/sm90/convert/scale.hpp"

namespace moe::sm90 {

namespace {

float half_of(uint32_t word, int half) {
  return bf16_to_float(static_cast<uint16_t>(word >> (16 * half)));
}

bool same_bits(float a, float b) {
  return std::bit_cast<uint32_t>(a) == std::bit_cast<uint32_t>(b);
}

/** e4m3: four exponent bits with bias 7, three mantissa bits. */
float e4m3_to_float(uint32_t byte) {
  const int exponent = static_cast<int>(byte >> 3 & 15);
  const auto mantissa = static_cast<float>(byte & 7);
  const float magnitude =
      exponent == 0 ? std::ldexp(mantissa, -9) : std::ldexp(1 + mantissa / 8, exponent - 7);
  return (byte & 128) != 0 ? -magnitude : magnitude;
}

/** Every pair of codes at every pair of positions of a word, other codes random. */
template <class Check>
void for_each_word(Check&& check) {
  std::mt19937 random(1);
  for (int first = 0; first < 8; ++first) {
    for (int second = first + 1; second < 8; ++second) {
      for (uint32_t codes = 0; codes < 256; ++codes) {
        auto word = static_cast<uint32_t>(random());
        word = (word & ~(15u << (4 * first))) | (codes & 15) << (4 * first);
        word = (word & ~(15u << (4 * second))) | (codes >> 4) << (4 * second);
        check(word);
      }
    }
  }
}

}  // namespace

TEST_CASE("FP4 by arithmetic: every code, beside every other code, sign of zero included") {
  int64_t wrong = 0;
  for_each_word([&](uint32_t word) {
    uint32_t fragment[4];
    convert_fp4_arithmetic(word, fragment);
    for (int i = 0; i < 8; ++i) {
      wrong +=
          same_bits(half_of(fragment[i / 2], i % 2), kE2m1Values[word >> (4 * i) & 15]) ? 0 : 1;
    }
  });
  CHECK(wrong == 0);
}

TEST_CASE("FP4 by look-up: every code, beside every other code, sign of zero included") {
  // Register and half that nibble i of an interleaved word becomes.
  constexpr int kRegister[8] = {0, 1, 0, 1, 2, 3, 2, 3};
  constexpr int kHalf[8] = {0, 0, 1, 1, 0, 0, 1, 1};
  int64_t wrong = 0;
  const Fp4Table table;
  for_each_word([&](uint32_t word) {
    uint32_t fragment[4];
    convert_fp4_lut(table, word, fragment);
    for (int i = 0; i < 8; ++i) {
      wrong +=
          same_bits(half_of(fragment[kRegister[i]], kHalf[i]), kE2m1Values[word >> (4 * i) & 15])
              ? 0
              : 1;
    }
  });
  CHECK(wrong == 0);
}

TEST_CASE("INT4 to E4M3 by look-up: every code, beside every other code") {
  int64_t wrong = 0;
  for_each_word([&](uint32_t word) {
    uint32_t bytes[2];
    convert_int4_lut(Int4Table{}, word, bytes);
    for (int i = 0; i < 8; ++i) {
      const int code = static_cast<int>(word >> (4 * i) & 15);
      const auto value = static_cast<float>(code >= 8 ? code - 16 : code);
      wrong += e4m3_to_float(bytes[i / 4] >> (8 * (i % 4)) & 255) == value ? 0 : 1;
    }
  });
  CHECK(wrong == 0);
}

TEST_CASE("INT4 to E4M3 by arithmetic: 2^-9 of every value, never a negative zero") {
  int64_t wrong = 0;
  for_each_word([&](uint32_t word) {
    uint32_t bytes[2];
    convert_int4_arithmetic(word, bytes);
    for (int i = 0; i < 8; ++i) {
      const int code = static_cast<int>(word >> (4 * i) & 15);
      const auto value = static_cast<float>(code >= 8 ? code - 16 : code);
      const float converted = e4m3_to_float(bytes[i / 4] >> (8 * (i % 4)) & 255);
      wrong += same_bits(converted * kInt4Raise, value) ? 0 : 1;
    }
  });
  CHECK(wrong == 0);
}

TEST_CASE("INT4 to F16 by masks: every code at every place, beside every other code, from -8 on") {
  int64_t wrong = 0;
  for_each_word([&](uint32_t word) {
    uint32_t even[4], odd[4], fragment[4];
    for (int c = 0; c < 4; ++c) {
      even[c] = word >> (4 * c) & 15;
      odd[c] = word >> (16 + 4 * c) & 15;
    }
    convert_int4_rotated(int4_rotated_word(even, odd), fragment);
    for (int c = 0; c < 4; ++c) {
      const float raise = c % 2 == 0 ? kInt4UpperRaise : kInt4LowerRaise;
      const uint32_t offsets = c % 2 == 0 ? kInt4UpperOffsets : kInt4LowerOffsets;
      for (int half = 0; half < 2; ++half) {
        const auto number = [&](uint32_t halves) {
          return f16_to_float(static_cast<uint16_t>(halves >> (16 * half))) * raise;
        };
        const uint32_t code = (half == 0 ? even : odd)[c];
        wrong += number(fragment[c]) + number(offsets) ==
                         static_cast<float>(int4_value(static_cast<int>(code)))
                     ? 0
                     : 1;
      }
    }
  });
  CHECK(wrong == 0);
}

TEST_CASE("FP4 to E4M3 by look-up: every code, sign of zero included") {
  int64_t wrong = 0;
  for_each_word([&](uint32_t word) {
    uint32_t bytes[2];
    convert_fp4_to_e4m3_lut(word, bytes);
    for (int i = 0; i < 8; ++i) {
      const float value = e4m3_to_float(bytes[i / 4] >> (8 * (i % 4)) & 255);
      wrong += same_bits(value, kE2m1Values[word >> (4 * i) & 15]) ? 0 : 1;
    }
  });
  CHECK(wrong == 0);
}

TEST_CASE("scales: every byte at every place, beside any others; 0 is zero and 255 infinite") {
  int64_t wrong = 0;
  std::mt19937 random(2);
  for (uint32_t index = 0; index < 4; ++index) {
    for (uint32_t byte = 0; byte < 256; ++byte) {
      for (int repeat = 0; repeat < 16; ++repeat) {
        const uint32_t others = static_cast<uint32_t>(random()) & ~(255u << (8 * index));
        const float scale = scale_of(others | byte << (8 * index), index);
        const float expected = byte == 0     ? 0.0f
                               : byte == 255 ? std::numeric_limits<float>::infinity()
                                             : std::ldexp(1.0f, static_cast<int>(byte) - 127);
        wrong += same_bits(scale, expected) ? 0 : 1;
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(scale_of(0, 0) == ue8m0_to_float(0));
  CHECK(scale_of(255, 0) == ue8m0_to_float(255));
}

TEST_CASE("scattered FP4: every code at every place beside any others, exact times every scale") {
  std::mt19937 random(11);
  int64_t wrong = 0;
  // Which nibble of the interleaved word is the low and the high half of each output.
  constexpr uint32_t kLow[4] = {0, 1, 4, 5}, kHigh[4] = {2, 3, 6, 7};
  for (int repeat = 0; repeat < 4096; ++repeat) {
    const auto word = static_cast<uint32_t>(random());
    uint32_t converted[4];
    convert_fp4_scattered(scatter_word(word), converted);
    for (uint32_t i = 0; i < 4; ++i) {
      for (const uint32_t scale : {1u, 118u, 126u, 127u, 128u}) {
        const uint32_t raised = scale + kScatteredExponent;
        const uint32_t product = ptx::mul_bf16x2(converted[i], raised << 7 | raised << 23);
        const auto is_right = [&](uint32_t half, uint32_t nibble) {
          const float expected =
              kE2m1Values[word >> (4 * nibble) & 15] * ue8m0_to_float(static_cast<uint8_t>(scale));
          return bf16_to_float(static_cast<uint16_t>(half)) == expected;
        };
        wrong += !is_right(product, kLow[i]) + !is_right(product >> 16, kHigh[i]);
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("rotated FP4: every code at every place beside any others, exact times every scale") {
  std::mt19937 random(12);
  int64_t wrong = 0;
  for (int repeat = 0; repeat < 4096; ++repeat) {
    uint32_t even[4], odd[4], converted[4];
    for (uint32_t& code : even) code = static_cast<uint32_t>(random() % 16);
    for (uint32_t& code : odd) code = static_cast<uint32_t>(random() % 16);
    convert_fp4_rotated(rotate_word(even, odd), converted);
    for (uint32_t i = 0; i < 4; ++i) {
      for (const uint32_t scale : {1u, 118u, 126u, 127u, 128u}) {
        const uint32_t raised = scale + kScatteredExponent;
        const uint32_t product = ptx::mul_bf16x2(converted[i], raised << 7 | raised << 23);
        const float factor = ue8m0_to_float(static_cast<uint8_t>(scale));
        wrong += bf16_to_float(static_cast<uint16_t>(product)) != kE2m1Values[even[i]] * factor;
        wrong +=
            bf16_to_float(static_cast<uint16_t>(product >> 16)) != kE2m1Values[odd[i]] * factor;
      }
    }
  }
  CHECK(wrong == 0);
}

}  // namespace moe::sm90
