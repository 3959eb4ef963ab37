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

/** Rows of weights that are one piece of work. 32 x 2880 weights are 49 KB: they stay in the L2
 * cache. */
inline constexpr int64_t kPanelRows = 32;

/** Most tokens of an expert that one call takes: their sums, 96 x 32 floats, are 12 KB. */
inline constexpr int64_t kMaxTokenChunk = 96;

/**
 * K in segments, each summed on its own and then added in their order. Where a sum is cut depends
 * on K alone, so that threads may share the segments of a row without changing a bit of it.
 */
struct Segments {
  int64_t blocks;  // of kBlockK along K

  explicit constexpr Segments(int64_t k) : blocks(k / kBlockK) {}
  /** Segments of 15 blocks or a few more: 960 k of 32 rows are a stream of 16 KB. */
  constexpr int64_t count() const { return blocks < 30 ? 1 : blocks / 15; }
  static constexpr int64_t kMostBlocks = 29;  // of one segment
  constexpr int64_t begin(int64_t segment) const { return blocks * segment / count(); }
};

/** Tokens in tiles of nearly equal size: a last tile of one token would decode for one. */
struct TokenTiles {
  int64_t tokens;
  int64_t count;

  constexpr TokenTiles(int64_t num_tokens, int64_t largest)
      : tokens(num_tokens), count((num_tokens + largest - 1) / largest) {}
  constexpr int64_t begin(int64_t tile) const { return tokens * tile / count; }
};

/** One call of an inner loop: some rows of one expert times some tokens, over segments of K. */
struct InnerCall {
  PackedWeights weights;
  int64_t expert;
  int64_t row_begin;          // a multiple of the layout's row tile
  int64_t row_count;          // at most kPanelRows
  const void* const* tokens;  // [num_tokens] arranged activations, each [K]; see Arrangement
  int64_t num_tokens;         // at most kMaxTokenChunk
  int64_t segment_begin;      // of Segments(K)
  int64_t segment_end;
  float* out;            // [num_tokens, kPanelRows]
  bool foldable = true;  // whether all activations are, see streaming/folding.hpp; kGroups only
};

/**
 * Where the values of an expert's tokens lie: row after row; or tile after tile of a chunk's tokens
 * (TokenTiles of tile_tokens). Within a tile either [K, tokens], in units of four bytes: an fp32,
 * or two neighbouring bf16; or [K / 32, tokens, 32]. With tiles, tokens[0] is where the chunk
 * begins, and a tile that begins with token t lies t rows further on.
 */
enum class Placement { kRows, kTokensInnermost, kGroups };

/**
 * How activations must lie for an inner loop: for each block of kBlockK values, `order` says which
 * value comes at which place, so that a vector of them meets a vector of decoded weights.
 */
struct Arrangement {
  const uint8_t* order;  // [kBlockK], a permutation of 0..63; nullptr: natural order
  bool as_float;         // fp32 instead of bf16
  Placement placement = Placement::kRows;
  int32_t tile_tokens = 0;  // 0: as many as the tactic's tile has; read with tiles only
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
