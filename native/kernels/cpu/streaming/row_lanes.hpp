#pragma once
/**
 * The loop of the streaming family, whose vector lanes are rows: one decoded vector of weights
 * meets a broadcast activation of each token, so decoding is shared by a tile of tokens and no
 * lanes are summed at the end. A Tile says how a record is multiplied into accumulators for a fixed
 * number of tokens: Tile<kTokens>::run(first record, number of records, tokens, out)
 */
#include <utility>

#include "kernels/cpu/inner_kernel.hpp"
#include "kernels/cpu/streaming/layout.hpp"

namespace moe::cpu::streaming {

/**
 * Independent sums per token and vector of rows: a multiply-add takes 4 to 6 cycles, so at least
 * six sums must be in flight to start one each cycle. With one token and one chain the loop would
 * run at 21 GB/s a thread on a 3.7 GHz Zen 4, whatever the memory could do.
 */
template <int kTokens>
inline constexpr int kChains = kTokens == 1   ? 4
                               : kTokens == 2 ? 2
                                              : 1;

/** Calls the instantiation for `count` tokens, 1 <= count <= kMaxTokens. */
template <template <int> class Tile, int kMaxTokens>
static void dispatch_row_lane_tokens(const InnerCall& call, int64_t token, int64_t count) {
  const uint8_t* const record = first_record(call);
  const int64_t records = call.weights.shape.k / kBlockK;
  const void* const* const tokens = call.tokens + token;
  float* const out = call.out + token * kPanelRows;
  [&]<int... kIndex>(std::integer_sequence<int, kIndex...>) {
    ((count == kIndex + 1 ? Tile<kIndex + 1>::run(record, records, tokens, out) : void()), ...);
  }
  (std::make_integer_sequence<int, kMaxTokens>{});
}

/**
 * An inner loop: the tokens of a call in tiles of nearly equal size, because a last tile of one
 * token would decode for one.
 */
template <template <int> class Tile, int kMaxTokens>
static void run_row_lanes(const InnerCall& call) {
  const int64_t tiles = (call.num_tokens + kMaxTokens - 1) / kMaxTokens;
  for (int64_t tile = 0; tile < tiles; ++tile) {
    const int64_t begin = call.num_tokens * tile / tiles;
    const int64_t end = call.num_tokens * (tile + 1) / tiles;
    dispatch_row_lane_tokens<Tile, kMaxTokens>(call, begin, end - begin);
  }
}

}  // namespace moe::cpu::streaming
