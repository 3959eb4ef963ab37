#pragma once
/** A grouped GEMM for tests, its expected result by plain loops, and layouts written out from their
 * definition, independently of the library's own packing. */
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "kernels/common/bf16.hpp"
#include "kernels/common/mxfp4.hpp"

namespace moe::test {

enum class Data { kIntegers, kReals };

struct GemmProblem {
  int rows;  // N
  int k;
  std::vector<int> tokens;         // per expert
  std::vector<uint8_t> weights;    // [E, N, K/2] natural
  std::vector<uint8_t> scales;     // [E, N, K/32]
  std::vector<uint16_t> input;     // bf16 [S, K]
  std::vector<int32_t> first_row;  // [E + 1]
  std::vector<float> expected;     // [S, N]
  std::vector<float> magnitude;    // [S, N] sum of absolute products
  std::vector<float> alpha = {};   // [E], of int4; see int4_problem.hpp
  double sum_error = 1e-5;         // of a sum, of its magnitude: fp32 in any order

  int num_experts() const { return static_cast<int>(tokens.size()); }
  int num_rows() const { return first_row.back(); }
};

inline float weight_of(const GemmProblem& problem, size_t row, int k) {
  const uint8_t byte =
      problem.weights[row * static_cast<size_t>(problem.k / 2) + static_cast<size_t>(k / 2)];
  const uint8_t scale =
      problem.scales[row * static_cast<size_t>(problem.k / 32) + static_cast<size_t>(k / 32)];
  return kE2m1Values[k % 2 == 0 ? byte & 15 : byte >> 4] * ue8m0_to_float(scale);
}

/** Integers: every product and every sum is exact in fp32, so results must be equal to the bit. */
inline GemmProblem make_problem(int rows, int k, std::vector<int> tokens, Data data,
                                uint32_t seed) {
  GemmProblem problem{rows, k, std::move(tokens), {}, {}, {}, {0}, {}, {}};
  for (const int count : problem.tokens) {
    problem.first_row.push_back(problem.first_row.back() + count);
  }
  std::mt19937 random(seed);
  const size_t weight_rows = problem.tokens.size() * static_cast<size_t>(rows);
  problem.weights.resize(weight_rows * static_cast<size_t>(k / 2));
  for (uint8_t& byte : problem.weights) byte = static_cast<uint8_t>(random());
  problem.scales.resize(weight_rows * static_cast<size_t>(k / 32));
  for (uint8_t& scale : problem.scales) {
    scale = static_cast<uint8_t>(data == Data::kIntegers ? 127 + random() % 3 : 118 + random() % 5);
  }
  problem.input.resize(static_cast<size_t>(problem.num_rows()) * static_cast<size_t>(k));
  std::normal_distribution<float> normal;
  for (uint16_t& value : problem.input) {
    value = float_to_bf16(data == Data::kIntegers
                              ? static_cast<float>(static_cast<int>(random() % 9) - 4)
                              : normal(random));
  }
  const auto outputs = static_cast<size_t>(problem.num_rows()) * static_cast<size_t>(rows);
  problem.expected.resize(outputs);
  problem.magnitude.resize(outputs);
  for (int expert = 0; expert < problem.num_experts(); ++expert) {
    const auto e = static_cast<size_t>(expert);
    if (problem.tokens[e] == 0) continue;
    for (int n = 0; n < rows; ++n) {
      const size_t row = e * static_cast<size_t>(rows) + static_cast<size_t>(n);
      std::vector<float> weights(static_cast<size_t>(k));
      for (int i = 0; i < k; ++i) weights[static_cast<size_t>(i)] = weight_of(problem, row, i);
      for (int token = problem.first_row[e]; token < problem.first_row[e + 1]; ++token) {
        double sum = 0, magnitude = 0;
        for (int i = 0; i < k; ++i) {
          const double product =
              static_cast<double>(weights[static_cast<size_t>(i)]) *
              bf16_to_float(problem.input[static_cast<size_t>(token) * static_cast<size_t>(k) +
                                          static_cast<size_t>(i)]);
          sum += product;
          magnitude += std::abs(product);
        }
        const size_t at =
            static_cast<size_t>(token) * static_cast<size_t>(rows) + static_cast<size_t>(n);
        problem.expected[at] = static_cast<float>(sum);
        problem.magnitude[at] = static_cast<float>(magnitude);
      }
    }
  }
  return problem;
}

/** The interleave of the pull request, byte by byte from its definition: tiles of 16 rows x 64 k.
 */
inline std::vector<uint8_t> interleave_fp4(const std::vector<uint8_t>& natural, int rows_total,
                                           int k) {
  std::vector<uint8_t> out(natural.size());
  const int row_bytes = k / 2;
  for (int row = 0; row < rows_total; row += 16) {
    for (int r = row; r < row + 8; ++r) {
      for (int byte = 0; byte < row_bytes; ++byte) {
        const int lane = byte % 32;
        const int to_row = r + 8 * (lane / 8 % 2);
        const int to_byte = byte / 32 * 32 + 16 * (lane / 16) + 4 * (lane % 4) + 2 * (lane % 8 / 4);
        const uint8_t a = natural[static_cast<size_t>(r * row_bytes + byte)];
        const uint8_t b = natural[static_cast<size_t>((r + 8) * row_bytes + byte)];
        out[static_cast<size_t>(to_row * row_bytes + to_byte)] =
            static_cast<uint8_t>((a & 15) | (b & 15) << 4);
        out[static_cast<size_t>(to_row * row_bytes + to_byte + 1)] =
            static_cast<uint8_t>(a >> 4 | (b & 0xF0));
      }
    }
  }
  return out;
}

std::vector<uint8_t> interleave_scales(const GemmProblem& problem);

/** Where sign, two exponent bits and mantissa of code 0 to 3 of a half word lie. */
inline constexpr int kScattered[4][4] = {
    {15, 8, 7, 6}, {12, 5, 4, 3}, {9, 2, 1, 0}, {14, 13, 11, 10}};

/** Puts the code at nibble `place` of an interleaved word into a scattered one. */
inline void scatter(int code, int place, uint8_t* word) {
  constexpr int kCode[8] = {0, 1, 0, 1, 2, 3, 2, 3};
  constexpr int kHalf[8] = {0, 0, 1, 1, 0, 0, 1, 1};
  for (int bit = 0; bit < 4; ++bit) {
    const int to = kHalf[place] * 16 + kScattered[kCode[place]][bit];
    word[to / 8] = static_cast<uint8_t>(word[to / 8] | (code >> (3 - bit) & 1) << to % 8);
  }
}

inline uint8_t raised(uint8_t scale, int by) {
  return scale == 0 || scale == 255 ? scale : static_cast<uint8_t>(std::clamp(scale + by, 0, 254));
}

/** By how much scales must be lowered so that, raised by 126, the largest is finite. */
inline int scale_offset(const GemmProblem& problem) {
  int largest = 0;
  for (const uint8_t scale : problem.scales) largest = std::max<int>(largest, scale % 255);
  return std::max(0, largest + 126 - 254);
}

/**
 * The records of `streaming` from their definition: [E, M, ceil(K/128)] of 128 rows x 64 bytes,
 * whose 16-byte piece p of row r lies at piece p ^ (r/2 % 4), and 128 words of four scales; M is
 * even.
 */
inline std::vector<uint8_t> pack_records(const GemmProblem& problem, int raise) {
  const int experts = problem.num_experts();
  const auto interleaved = interleave_fp4(problem.weights, experts * problem.rows, problem.k);
  const auto scales = interleave_scales(problem);
  const int down = (problem.rows + 255) / 256 * 2, across = (problem.k + 127) / 128;
  std::vector<uint8_t> out(static_cast<size_t>(experts * down * across) * 8704);
  for (int e = 0; e < experts; ++e) {
    for (int row = 0; row < problem.rows; ++row) {
      for (int block = 0; block < across; ++block) {
        const int r = row % 128;
        const auto record = static_cast<size_t>((e * down + row / 128) * across + block) * 8704;
        for (int byte = block * 64; byte < std::min(problem.k / 2, block * 64 + 64); ++byte) {
          const int piece = byte % 64 / 16 ^ r / 2 % 4;
          const auto at = record + static_cast<size_t>(r * 64 + piece * 16 + byte % 16);
          const int place = (e * problem.rows + row) * (problem.k / 2) + byte;
          for (int n = 0; n < 2; ++n) {
            scatter(interleaved[static_cast<size_t>(place)] >> 4 * n & 15, 2 * (byte % 4) + n,
                    &out[at - static_cast<size_t>(byte % 4)]);
          }
        }
        for (int j = 0; j < 4; ++j) {
          out[record + static_cast<size_t>(8192 + r * 4 + j)] = raised(
              scales[static_cast<size_t>(((e * across + block) * problem.rows + row) * 4 + j)],
              raise);
        }
      }
    }
  }
  return out;
}

/** out[e, block, row, j] = in[e, row, 4*block + j], zeros beyond the last group. */
inline std::vector<uint8_t> interleave_scales(const GemmProblem& problem) {
  const int groups = problem.k / 32;
  const int blocks = (groups + 3) / 4;
  const int experts = problem.num_experts();
  std::vector<uint8_t> out(static_cast<size_t>(experts * blocks * problem.rows * 4), 0);
  for (int e = 0; e < experts; ++e) {
    for (int row = 0; row < problem.rows; ++row) {
      for (int g = 0; g < groups; ++g) {
        out[static_cast<size_t>(((e * blocks + g / 4) * problem.rows + row) * 4 + g % 4)] =
            problem.scales[static_cast<size_t>((e * problem.rows + row) * groups + g)];
      }
    }
  }
  return out;
}

}  // namespace moe::test
