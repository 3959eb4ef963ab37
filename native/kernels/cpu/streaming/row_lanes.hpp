#pragma once
/**
 * The loop of the streaming family, whose vector lanes are rows: one decoded vector of weights
 * meets a broadcast activation of each token, so decoding is shared by a tile of tokens and no
 * lanes are summed at the end. A Tile multiplies records into the sums of a fixed number of tokens,
 * decoding in registers:
 *   Tile<kTokens>::run(first record, number of records, activations [k, kTokens], out, adds)
 * out is [kTokens, kPanelRows]; with `adds` the sums come on top of what is there. Everything is
 * static so that no code made for one instruction set can serve another (see README).
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

/** What a tile needs to know of its place: records of a segment, activations of its tokens. */
struct TileCall {
  const uint8_t* record;
  int64_t records;
  const uint8_t* x;  // [k of the segment, tokens of the tile] in units of four bytes
  float* out;        // [tokens of the tile, kPanelRows]
  bool adds;
};

/** Calls body(tile call, tokens) for the tiles of a call, segment by segment. */
template <int kActivationBytes, class Body>
[[gnu::always_inline]] static inline void for_each_tile(const InnerCall& call, int largest,
                                                        const Body& body) {
  const int64_t depth = call.weights.shape.k;
  const Segments segments(depth);
  const TokenTiles tiles(call.num_tokens, largest);
  const auto* const chunk = static_cast<const uint8_t*>(call.tokens[0]);
  for (int64_t segment = call.segment_begin; segment < call.segment_end; ++segment) {
    const int64_t block = segments.begin(segment);
    const int64_t blocks = segments.begin(segment + 1) - block;
    for (int64_t tile = 0; tile < tiles.count; ++tile) {
      const int64_t token = tiles.begin(tile);
      const int64_t tokens = tiles.begin(tile + 1) - token;
      const int64_t before = token * depth + tokens * block * kBlockK;
      body(TileCall{first_record(call) + block * kRecordBytes, blocks,
                    chunk + before * kActivationBytes, call.out + token * kPanelRows,
                    segment > call.segment_begin},
           tokens);
    }
  }
}

/** Calls the instantiation for `tokens`, 1 <= tokens <= kMaxTokens. */
template <template <int> class Tile, int kMaxTokens>
[[gnu::always_inline]] static inline void dispatch_tile(const TileCall& tile, int64_t tokens) {
  [&]<int... kIndex>(std::integer_sequence<int, kIndex...>) {
    ((tokens == kIndex + 1
          ? Tile<kIndex + 1>::run(tile.record, tile.records, tile.x, tile.out, tile.adds)
          : void()),
     ...);
  }
  (std::make_integer_sequence<int, kMaxTokens>{});
}

/** An inner loop that decodes in registers, for every tile of tokens anew. */
template <template <int> class Tile, int kMaxTokens, int kActivationBytes>
static void run_row_lanes(const InnerCall& call) {
  for_each_tile<kActivationBytes>(call, kMaxTokens, [](const TileCall& tile, int64_t tokens) {
    dispatch_tile<Tile, kMaxTokens>(tile, tokens);
  });
}

}  // namespace moe::cpu::streaming
