#pragma once
#include <cstddef>
#include <cstdint>

#include "kernels/common/problem.hpp"

namespace moe::cpu {

/** Weights that every inner loop takes at a time along K. */
inline constexpr int32_t kBlockK = 64;

/** Packed weights of one GEMM as inner loops see them. Layouts are described in their pack.hpp. */
struct PackedWeights {
  const uint8_t* values;
  const uint8_t* scales;  // nullptr where the layout keeps scales with the values
  GemmShape shape;
};

/** One call of an inner loop: some rows of one expert times some tokens. */
struct InnerCall {
  PackedWeights weights;
  int64_t expert;
  int64_t row_begin;          // a multiple of the layout's row tile
  int64_t row_count;          // at most kPanelRows
  const void* const* tokens;  // [num_tokens] arranged activations, each [K]
  int64_t num_tokens;
  float* out;  // [num_tokens, kPanelRows]
};

/** Rows of weights that are one piece of work. 32 x 2880 weights are 49 KB: they stay in the L2
 * cache. */
inline constexpr int64_t kPanelRows = 32;

/**
 * How activations must lie for an inner loop: for each block of kBlockK values, `order` says which
 * value comes at which place, so that a vector of them meets a vector of decoded weights.
 */
struct Arrangement {
  const uint8_t* order;  // [kBlockK], a permutation of 0..63; nullptr: natural order
  bool as_float;         // fp32 instead of bf16
};

/** An inner loop with a tile of rows x tokens in registers. */
struct InnerKernel {
  void (*run)(const InnerCall& call);
  int32_t tile_m;
  int32_t tile_n;
};

/** What one family offers for one instruction set; at most kMaxTiles tiles, ended by run ==
 * nullptr. */
inline constexpr int kMaxTiles = 6;
struct InnerKernels {
  Arrangement arrangement;
  InnerKernel tiles[kMaxTiles];
};

}  // namespace moe::cpu
