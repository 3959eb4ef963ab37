#include "measure/host_weights.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "kernels/common/bf16.hpp"
#include "kernels/common/int4.hpp"
#include "kernels/common/mxfp4.hpp"
#include "measure/normal_tables.hpp"
#include "measure/parallel.hpp"
#include "measure/random_stream.hpp"
#include "measure/shapes.hpp"

namespace moe::measure {

namespace {

/** 64 random bits make four bytes: 16 bits for each pair of values. */
constexpr int64_t kBytesPerDraw = 4;
/** Four bits make a step of the bell: the number of ones less two. */
constexpr int64_t kScalesPerDraw = 16;
/** N(0, 1) to N(0, 1/4): gpt-oss has biases of this order. */
constexpr float kBiasDeviation = 0.25f;
/** Middle of the input scales of int4_fp8: N(0, 1) reaches 70 or so, well below the 448 of e4m3. */
constexpr float kInputScale = 16.0f;

/** Two codes of 4 bits from 16 random bits. */
using CodeTable = std::array<uint8_t, 65536>;

/** @param out uint8 [count], part of an expert's values that begins at `first`, a multiple of 4 */
void fill_values(const RandomStream& stream, const CodeTable& table, int64_t first, int64_t count,
                 uint8_t* out) {
  for (int64_t i = 0; i < count; i += kBytesPerDraw) {
    const uint64_t bits = stream.at(static_cast<uint64_t>((first + i) / kBytesPerDraw));
    const std::array<uint8_t, kBytesPerDraw> bytes = {
        table[bits & 0xffff], table[(bits >> 16) & 0xffff], table[(bits >> 32) & 0xffff],
        table[bits >> 48]};
    std::memcpy(out + i, bytes.data(), kBytesPerDraw);
  }
}

/** Calls set(i, step) for [0, count) scales, part of an expert's that begins at `first`; steps are
 * 0 to 4 with the odds 1:4:6:4:1. */
template <class Set>
void for_each_step(const RandomStream& stream, int64_t first, int64_t count, const Set& set) {
  uint64_t bits = 0;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t position = first + i;
    if (i == 0 || position % kScalesPerDraw == 0) {
      bits = stream.at(static_cast<uint64_t>(position / kScalesPerDraw));
    }
    const unsigned step = (bits >> (4 * (position % kScalesPerDraw))) & 15u;
    set(i, std::popcount(step));
  }
}

/** A number between 1 - spread and 1 + spread. */
float factor_at(const RandomStream& stream, int64_t position, float spread) {
  const auto bits = static_cast<float>(stream.at(static_cast<uint64_t>(position)) >> 40);
  return 1.0f + spread * (bits * 0x1p-23f - 1.0f);
}

uint16_t bias_at(const RandomStream& stream, int64_t row) {
  const uint64_t bits = stream.at(static_cast<uint64_t>(row));
  return float_to_bf16(kBiasDeviation * bf16_to_float(normal_bf16_table()[bits & 0xffff]));
}

}  // namespace

uint8_t central_scale(int64_t depth) {
  // E[4^step] of the bell is (2 + 1/2)^4 / 4^2 = 2.44, so it widens a row by its root, 1.56.
  const double bell = std::sqrt(2.44);
  const double row = kE2m1Rms * bell * std::sqrt(static_cast<double>(depth));
  return static_cast<uint8_t>(127 - std::lround(std::log2(row)));
}

float central_int4_scale(int64_t depth) {
  // Steps of a quarter with variance 1 widen a row by the root of 1 + 1/16.
  const double row = kInt4Rms * std::sqrt(1.0625 * static_cast<double>(depth));
  return static_cast<float>(1.0 / row);
}

HostWeights::HostWeights(const moe_problem& problem, int32_t stage, uint64_t seed,
                         int32_t num_threads) {
  const auto [rows, depth] = gemm_shape(problem, stage);
  const int64_t all_rows = problem.num_experts * rows;
  const int64_t value_bytes = depth / 2;
  const bool is_int4 = problem.scheme == MOE_SCHEME_INT4_FP8;
  const int64_t row_scales = depth / scale_group(problem.scheme);
  const int64_t scale_bytes = row_scales * (is_int4 ? 2 : 1);
  values_ = HugeMemory(static_cast<size_t>(all_rows * value_bytes), "weights");
  scales_ = HugeMemory(static_cast<size_t>(all_rows * scale_bytes), "scales of weights");
  if (problem.has_bias != 0) {
    bias_ = HugeMemory(static_cast<size_t>(all_rows) * sizeof(uint16_t), "biases");
  }
  const bool first_gemm = stage == MOE_STAGE_GEMM1;
  const auto values_of = first_gemm ? Purpose::kGemm1Values : Purpose::kGemm2Values;
  const auto scales_of = first_gemm ? Purpose::kGemm1Scales : Purpose::kGemm2Scales;
  const auto bias_of = first_gemm ? Purpose::kGemm1Bias : Purpose::kGemm2Bias;
  const auto& table = is_int4 ? normal_int4_table() : normal_e2m1_table();
  auto* const bias = reinterpret_cast<uint16_t*>(bias_.data());
  for_each_range(num_threads, all_rows, [&, rows = rows](int64_t begin, int64_t end) {
    for (int64_t line = begin; line < end;) {
      const auto expert = static_cast<uint64_t>(line / rows);
      const int64_t row = line % rows;
      const int64_t count = std::min(end - line, rows - row);
      fill_values(RandomStream(seed, values_of, expert), table, row * value_bytes,
                  count * value_bytes, values_.data() + line * value_bytes);
      fill_scales(problem.scheme, depth, RandomStream(seed, scales_of, expert), row * row_scales,
                  count * row_scales, scales_.data() + line * scale_bytes);
      if (bias != nullptr) {
        const RandomStream stream(seed, bias_of, expert);
        for (int64_t i = 0; i < count; ++i) {
          bias[line + i] = bias_at(stream, row + i);
        }
      }
      line += count;
    }
  });
  view_ = {.struct_size = sizeof view_,
           .values = values_.data(),
           .scales = scales_.data(),
           .bias = bias,
           .input_scale = nullptr,
           .alpha = nullptr};
  if (is_int4) {
    make_factors(problem.num_experts, depth, stage, seed);
  }
}

void HostWeights::fill_scales(int32_t scheme, int64_t depth, const RandomStream& stream,
                              int64_t first, int64_t count, uint8_t* out) {
  if (scheme == MOE_SCHEME_INT4_FP8) {
    const float centre = central_int4_scale(depth);
    auto* const scales = reinterpret_cast<uint16_t*>(out);
    for_each_step(stream, first, count, [&](int64_t i, int step) {
      scales[i] = float_to_bf16(centre * (0.5f + 0.25f * static_cast<float>(step)));
    });
    return;
  }
  const uint8_t centre = central_scale(depth);
  for_each_step(stream, first, count,
                [&](int64_t i, int step) { out[i] = static_cast<uint8_t>(centre - 2 + step); });
}

void HostWeights::make_factors(int32_t num_experts, int64_t depth, int32_t stage, uint64_t seed) {
  const bool first_gemm = stage == MOE_STAGE_GEMM1;
  const RandomStream input(seed,
                           first_gemm ? Purpose::kGemm1InputScales : Purpose::kGemm2InputScales, 0);
  const RandomStream output(seed, first_gemm ? Purpose::kGemm1Alphas : Purpose::kGemm2Alphas, 0);
  for (int64_t k = 0; k < depth; ++k) {
    input_scale_.push_back(kInputScale * factor_at(input, k, 0.05f));
  }
  for (int64_t expert = 0; expert < num_experts; ++expert) {
    alpha_.push_back(factor_at(output, expert, 0.25f) / kInputScale);
  }
  view_.input_scale = input_scale_.data();
  view_.alpha = alpha_.data();
}

}  // namespace moe::measure
