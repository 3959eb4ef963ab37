#pragma once
#include "kernels/sm90/ptx/types.hpp"

namespace moe::sm90 {

/** The three operands that a stage copies, in the order of their tensor maps. */
enum Operand { kWeights = 0, kScales = 1, kActivations = 2, kNumOperands = 3 };

/** Tensor maps of a block: two sets, so that one can be rewritten while copies still read the
 * other.
 */
inline constexpr int kMapSets = 2;

/** One grouped GEMM: output[row, n] = sum over k of input[row, k] * weight[expert(row), n, k]. */
struct alignas(128) GemmParams {
  ptx::TensorMap maps[kNumOperands];  // templates that describe expert 0 with every box size set
  const uint8_t* weights;             // [E, N, K/2] in the family's layout, or records
  const uint8_t* scales;              // [E, ceil(K/128), N, 4] ue8m0; null: within the records
  const uint16_t* input;              // bf16 [S, K], rows grouped by expert
  uint16_t* output;                   // bf16 [S, N]
  const int32_t* first_row;           // [E + 1], first row of each expert
  ptx::TensorMap* block_maps;         // [blocks, kMapSets, kNumOperands] scratch
  int32_t num_experts;
  int32_t rows;      // N
  int32_t k;         // K
  int32_t num_rows;  // S
  float sum_scale;   // `streaming`: times the sums, a power of two; see library/weights.cpp
};

}  // namespace moe::sm90
