#include "measure/host_weights.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "kernels/common/bf16.hpp"
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

/** @param out uint8 [count], part of an expert's values that begins at `first`, a multiple of 4 */
void fill_values(const RandomStream& stream, int64_t first, int64_t count, uint8_t* out) {
  const auto& table = normal_e2m1_table();
  for (int64_t i = 0; i < count; i += kBytesPerDraw) {
    const uint64_t bits = stream.at(static_cast<uint64_t>((first + i) / kBytesPerDraw));
    const std::array<uint8_t, kBytesPerDraw> bytes = {
        table[bits & 0xffff], table[(bits >> 16) & 0xffff], table[(bits >> 32) & 0xffff],
        table[bits >> 48]};
    std::memcpy(out + i, bytes.data(), kBytesPerDraw);
  }
}

/** @param out uint8 [count], part of an expert's scales that begins at `first` */
void fill_scales(const RandomStream& stream, uint8_t centre, int64_t first, int64_t count,
                 uint8_t* out) {
  uint64_t bits = 0;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t position = first + i;
    if (i == 0 || position % kScalesPerDraw == 0) {
      bits = stream.at(static_cast<uint64_t>(position / kScalesPerDraw));
    }
    const unsigned step = (bits >> (4 * (position % kScalesPerDraw))) & 15u;
    out[i] = static_cast<uint8_t>(centre - 2 + std::popcount(step));
  }
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

HostWeights::HostWeights(const moe_problem& problem, int32_t stage, uint64_t seed,
                         int32_t num_threads) {
  const auto [rows, depth] = gemm_shape(problem, stage);
  const int64_t all_rows = problem.num_experts * rows;
  const int64_t value_bytes = depth / 2;
  const int64_t scale_bytes = depth / kMxfp4Group;
  values_ = HugeMemory(static_cast<size_t>(all_rows * value_bytes), "weights");
  scales_ = HugeMemory(static_cast<size_t>(all_rows * scale_bytes), "scales of weights");
  if (problem.has_bias != 0) {
    bias_ = HugeMemory(static_cast<size_t>(all_rows) * sizeof(uint16_t), "biases");
  }
  const bool first_gemm = stage == MOE_STAGE_GEMM1;
  const auto values_of = first_gemm ? Purpose::kGemm1Values : Purpose::kGemm2Values;
  const auto scales_of = first_gemm ? Purpose::kGemm1Scales : Purpose::kGemm2Scales;
  const auto bias_of = first_gemm ? Purpose::kGemm1Bias : Purpose::kGemm2Bias;
  const uint8_t centre = central_scale(depth);
  auto* const bias = reinterpret_cast<uint16_t*>(bias_.data());
  for_each_range(num_threads, all_rows, [&, rows = rows](int64_t begin, int64_t end) {
    for (int64_t line = begin; line < end;) {
      const auto expert = static_cast<uint64_t>(line / rows);
      const int64_t row = line % rows;
      const int64_t count = std::min(end - line, rows - row);
      fill_values(RandomStream(seed, values_of, expert), row * value_bytes, count * value_bytes,
                  values_.data() + line * value_bytes);
      fill_scales(RandomStream(seed, scales_of, expert), centre, row * scale_bytes,
                  count * scale_bytes, scales_.data() + line * scale_bytes);
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
           .bias = bias};
}

}  // namespace moe::measure
