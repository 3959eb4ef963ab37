#pragma once
/**
 * The loop of the families whose vector lanes run along K: a tile of rows x tokens is accumulated
 * in registers block by block, and each accumulator is summed over its lanes at the end.
 *
 * A Decoder says how one block of 64 weights becomes vectors:
 *   kRowsPerUnit          rows that are decoded together
 *   Activation            bf16 bits or float
 *   Accumulator, Unit     lanes of partial sums; decoded weights and scales of a unit
 *   first_row(unit)       row (within the call) of the unit's row 0; row 1 is kRowDistance further
 * on load(unit, block)     decodes zero, accumulate(sum, unit, row of the unit, activations of the
 * block), sum_lanes
 *
 * Each decoder lives in an anonymous namespace of a file compiled for one instruction set, which
 * keeps the code made from this template out of reach of the other files.
 */
#include <utility>

#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu {

/** Blocks of K that are summed in one go, and whether their sums come on top of earlier ones. */
struct BlockRange {
  int64_t begin;
  int64_t end;
  bool adds;
};

template <class Decoder, int kUnits, int kTokens>
[[gnu::always_inline]] inline void run_k_lane_tile(const Decoder& decoder, int64_t first_unit,
                                                   const BlockRange& blocks,
                                                   const void* const* tokens, float* out) {
  constexpr int kRowsPerUnit = Decoder::kRowsPerUnit;
  using Activation = typename Decoder::Activation;
  typename Decoder::Accumulator sums[kUnits][kRowsPerUnit][kTokens];
  for (auto& unit_sums : sums) {
    for (auto& row_sums : unit_sums) {
      for (auto& sum : row_sums) {
        sum = Decoder::zero();
      }
    }
  }
  for (int64_t block = blocks.begin; block < blocks.end; ++block) {
#pragma GCC unroll 8
    for (int unit = 0; unit < kUnits; ++unit) {
      const typename Decoder::Unit weights = decoder.load(first_unit + unit, block);
#pragma GCC unroll 2
      for (int row = 0; row < kRowsPerUnit; ++row) {
#pragma GCC unroll 8
        for (int token = 0; token < kTokens; ++token) {
          const auto* x = static_cast<const Activation*>(tokens[token]) + block * kBlockK;
          sums[unit][row][token] = Decoder::accumulate(sums[unit][row][token], weights, row, x);
        }
      }
    }
  }
  for (int unit = 0; unit < kUnits; ++unit) {
    for (int row = 0; row < kRowsPerUnit; ++row) {
      const int64_t column = decoder.first_row(first_unit + unit) + row * Decoder::kRowDistance;
      for (int token = 0; token < kTokens; ++token) {
        float& place = out[token * kPanelRows + column];
        const float sum = Decoder::sum_lanes(sums[unit][row][token]);
        place = blocks.adds ? place + sum : sum;
      }
    }
  }
}

/** The rows of a call, kUnits units at a time, for exactly kTokens tokens. */
template <class Decoder, int kUnits, int kTokens>
static void run_k_lane_rows(const Decoder& decoder, const InnerCall& call, const BlockRange& blocks,
                            int64_t token) {
  const int64_t units = call.row_count / Decoder::kRowsPerUnit;
  const void* const* tokens = call.tokens + token;
  float* const out = call.out + token * kPanelRows;
  int64_t unit = 0;
  for (; unit + kUnits <= units; unit += kUnits) {
    run_k_lane_tile<Decoder, kUnits, kTokens>(decoder, unit, blocks, tokens, out);
  }
  for (; unit < units; ++unit) {
    run_k_lane_tile<Decoder, 1, kTokens>(decoder, unit, blocks, tokens, out);
  }
}

/** Calls the instantiation for `count` tokens, 1 <= count <= kMaxTokens. */
template <class Decoder, int kUnits, int kMaxTokens>
static void dispatch_k_lane_tokens(const Decoder& decoder, const InnerCall& call,
                                   const BlockRange& blocks, int64_t token, int64_t count) {
  [&]<int... kIndex>(std::integer_sequence<int, kIndex...>) {
    ((count == kIndex + 1
          ? run_k_lane_rows<Decoder, kUnits, kIndex + 1>(decoder, call, blocks, token)
          : void()),
     ...);
  }
  (std::make_integer_sequence<int, kMaxTokens>{});
}

/** An inner loop: segment by segment, all tokens of the call, kMaxTokens at a time; the last tile
 * may be smaller. */
template <class Decoder, int kUnits, int kMaxTokens>
static void run_k_lanes(const InnerCall& call) {
  const Decoder decoder(call);
  const Segments segments(call.weights.shape.k);
  for (int64_t segment = call.segment_begin; segment < call.segment_end; ++segment) {
    const BlockRange blocks{segments.begin(segment), segments.begin(segment + 1),
                            segment > call.segment_begin};
    for (int64_t token = 0; token < call.num_tokens; token += kMaxTokens) {
      const int64_t left = call.num_tokens - token;
      dispatch_k_lane_tokens<Decoder, kUnits, kMaxTokens>(decoder, call, blocks, token,
                                                          left < kMaxTokens ? left : kMaxTokens);
    }
  }
}

}  // namespace moe::cpu
