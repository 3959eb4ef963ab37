#pragma once
#include "kernels/sm90/layer/params.hpp"
#include "kernels/sm90/layer/quantise_params.hpp"
#include "kernels/sm90/ptx/types.hpp"

namespace moe::sm90 {

/** The three operands that a stage copies, in the order of their tensor maps. */
enum Operand { kWeights = 0, kScales = 1, kActivations = 2, kNumOperands = 3 };

/** Tensor maps of a block: two sets, so that one can be rewritten while copies still read the
 * other.
 */
inline constexpr int kMapSets = 2;

/** What `fused` needs beyond the product: where its tokens lie, what becomes of the sums, and how
 * teams that share a tile hand them over. */
struct FusedParams {
  const int32_t* slot_of_row = nullptr;  // [S]; null: row r of `input` is row r of the experts
  int32_t slots_per_row = 1;             // row r of the experts is row slot_of_row[r] / this of it
  int32_t to_slots = 0;                  // 1: row r is stored as row slot_of_row[r]
  int32_t offsets_are_old = 0;  // 1: first_row and slot_of_row were final before the grid before
  int32_t activates = 0;        // 1: sums become activated values, bf16 [S, I]
  int32_t paired = 0;           // 1: records hold 8 rows of up and 8 of gate by turns
  ActivationParams activation = {};
  const uint16_t* bias = nullptr;  // bf16 [E, N] of the activation, or null
  float* partials = nullptr;  // [shares, kPartialFloats] sums handed over; kUnpublished before the
                              // launch and after it
  QuantiseParams quantise = {};  // int4: where outputs go, unless `rows` is null, and how
};

/** One grouped GEMM: output[row, n] = sum over k of input[row, k] * weight[expert(row), n, k]. */
struct alignas(128) GemmParams {
  ptx::TensorMap maps[kNumOperands];  // templates that describe expert 0 with every box size set
  const uint8_t* weights;             // [E, N, K/2] in the family's layout, or records
  const uint8_t* scales;              // [E, ceil(K/128), N, 4] ue8m0, or [E, K/stage, N, slabs]
                                      // bf16 of int4; null: within the records
  const uint16_t* input;              // bf16 (for int4 e4m3, for `fused` e4m3 as f16) [S, K], rows
                                      // grouped by expert
  uint16_t* output;                   // bf16 [S, N]
  const int32_t* first_row;           // [E + 1], first row of each expert
  ptx::TensorMap* block_maps;         // [blocks, kMapSets, kNumOperands] scratch
  int32_t num_experts;
  int32_t rows;      // N
  int32_t k;         // K
  int32_t num_rows;  // S
  float sum_scale;   // records: times the sums, a power of two; see library/weights.cpp
  FusedParams fused = {};
  const float* alpha = nullptr;  // [E] times the sums of int4, or null
};

}  // namespace moe::sm90
