#pragma once
/** A grouped GEMM of int4 by e4m3 for tests, and its layouts written out from their definition. The
 * scales of a GemmProblem are then bf16 [E, N, K/128], its input e4m3 [S, K], each as bytes. */
#include <cmath>
#include <cstring>

#include "emulator/e4m3_sum.hpp"
#include "kernels/common/e4m3.hpp"
#include "kernels/common/int4.hpp"
#include "kernels/sm90/support/gemm_problem.hpp"

namespace moe::test {

inline float int4_scale_of(const GemmProblem& problem, size_t row, int group) {
  const size_t place = row * static_cast<size_t>(problem.k / 128) + static_cast<size_t>(group);
  uint16_t bits;
  std::memcpy(&bits, &problem.scales[2 * place], sizeof bits);
  return bf16_to_float(bits);
}

inline float int4_weight_of(const GemmProblem& problem, size_t row, int k) {
  const uint8_t byte =
      problem.weights[row * static_cast<size_t>(problem.k / 2) + static_cast<size_t>(k / 2)];
  const int value = int4_value(k % 2 == 0 ? byte & 15 : byte >> 4);
  return static_cast<float>(value) * int4_scale_of(problem, row, k / 128);
}

/** Integers: every product and every sum is exact in fp32, so results must be equal to the bit. */
inline GemmProblem make_int4_problem(int rows, int k, std::vector<int> tokens, Data data,
                                     uint32_t seed) {
  GemmProblem problem{rows, k, std::move(tokens), {}, {}, {}, {0}, {}, {}};
  const bool integers = data == Data::kIntegers;
  // Each of the 33 summands of a wgmma is cut by less than 2^-13 of the largest. Integers as small
  // as these lose nothing.
  if (!integers) problem.sum_error = 33 * std::ldexp(1.0, -emulator::kE4m3SumBits);
  std::mt19937 random(seed);
  for (const int count : problem.tokens) {
    problem.first_row.push_back(problem.first_row.back() + count);
    problem.alpha.push_back(integers ? static_cast<float>(1 + random() % 3)
                                     : 0.1f + 0.3f * static_cast<float>(random() % 8));
  }
  const size_t weight_rows = problem.tokens.size() * static_cast<size_t>(rows);
  problem.weights.resize(weight_rows * static_cast<size_t>(k / 2));
  for (uint8_t& byte : problem.weights) byte = static_cast<uint8_t>(random());
  problem.scales.resize(weight_rows * static_cast<size_t>(k / 128) * 2);
  for (size_t i = 0; i < problem.scales.size(); i += 2) {
    const uint16_t bits = float_to_bf16(integers ? static_cast<float>(1 + random() % 4)
                                                 : 0.001f * static_cast<float>(1 + random() % 100));
    std::memcpy(&problem.scales[i], &bits, sizeof bits);
  }
  const auto values = static_cast<size_t>(problem.num_rows()) * static_cast<size_t>(k);
  problem.input.resize(values / 2);
  auto* const codes = reinterpret_cast<uint8_t*>(problem.input.data());
  std::normal_distribution<float> normal(0, 20);
  for (size_t i = 0; i < values; ++i) {
    codes[i] = float_to_e4m3(integers ? static_cast<float>(static_cast<int>(random() % 9) - 4)
                                      : normal(random));
  }
  const auto outputs = static_cast<size_t>(problem.num_rows()) * static_cast<size_t>(rows);
  problem.expected.resize(outputs);
  problem.magnitude.resize(outputs);
  std::vector<float> inputs(values), weights(static_cast<size_t>(k));
  for (size_t i = 0; i < values; ++i) inputs[i] = e4m3_to_float(codes[i]);
  for (int expert = 0; expert < problem.num_experts(); ++expert) {
    const auto e = static_cast<size_t>(expert);
    if (problem.tokens[e] == 0) continue;
    for (int n = 0; n < rows; ++n) {
      const size_t row = e * static_cast<size_t>(rows) + static_cast<size_t>(n);
      for (int i = 0; i < k; ++i) weights[static_cast<size_t>(i)] = int4_weight_of(problem, row, i);
      for (int token = problem.first_row[e]; token < problem.first_row[e + 1]; ++token) {
        const float* const input = &inputs[static_cast<size_t>(token) * static_cast<size_t>(k)];
        double sum = 0, magnitude = 0;
        for (int i = 0; i < k; ++i) {
          const double product = static_cast<double>(weights[static_cast<size_t>(i)]) * input[i];
          sum += product;
          magnitude += std::abs(product);
        }
        const size_t at =
            static_cast<size_t>(token) * static_cast<size_t>(rows) + static_cast<size_t>(n);
        const double alpha = problem.alpha[e];
        problem.expected[at] = static_cast<float>(sum * alpha);
        problem.magnitude[at] = static_cast<float>(magnitude * alpha);
      }
    }
  }
  return problem;
}

/** The interleave of the pull request for int4 by e4m3: units of four codes, 16 of them in a
 * partition of 64 k. */
inline std::vector<uint8_t> interleave_int4(const std::vector<uint8_t>& natural, int rows_total,
                                            int k) {
  std::vector<uint8_t> out(natural.size());
  const int units = k / 4;
  const auto unit_at = [&](auto& bytes, int row, int unit) {
    return &bytes[static_cast<size_t>(row * units + unit) * 2];
  };
  for (int row = 0; row < rows_total; ++row) {
    const int pair = row / 16 * 16 + row % 8, second = row % 16 / 8;
    for (int unit = 0; unit < units; ++unit) {
      const int lane = unit % 16;
      const int to_row = pair + 8 * (lane % 8 / 4);
      const int to_unit = unit / 16 * 16 + 8 * (lane / 8) + 2 * (lane % 4) + second;
      std::memcpy(unit_at(out, to_row, to_unit), unit_at(natural, row, unit), 2);
    }
  }
  return out;
}

/** out[e, stage, row, j] = in[e, row, stage*slabs + j], bf16. */
inline std::vector<uint8_t> interleave_int4_scales(const GemmProblem& problem, int slabs) {
  const int groups = problem.k / 128, stages = groups / slabs;
  std::vector<uint8_t> out(problem.scales.size());
  for (int e = 0; e < problem.num_experts(); ++e) {
    for (int row = 0; row < problem.rows; ++row) {
      for (int g = 0; g < groups; ++g) {
        const int to = ((e * stages + g / slabs) * problem.rows + row) * slabs + g % slabs;
        const int from = (e * problem.rows + row) * groups + g;
        std::memcpy(&out[static_cast<size_t>(2 * to)],
                    &problem.scales[static_cast<size_t>(2 * from)], 2);
      }
    }
  }
  return out;
}

}  // namespace moe::test
