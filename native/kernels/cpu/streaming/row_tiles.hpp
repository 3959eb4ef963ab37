#pragma once
/**
 * The loop of the streaming family for tile instructions: a record's weights are decoded once, as
 * bf16 with their scales folded in, and multiplied with up to 32 tokens at a time, 16 rows x 16
 * tokens x 32 k an instruction. The next record is decoded while one is multiplied, so that both
 * kinds of instructions overlap. What cannot be folded (folding.hpp) goes through fp32
 * multiply-adds. Include only in files compiled for AVX-512.
 *
 * @tparam Tiles  TileRegisters of kernels/common, or something that behaves as they do
 */
#include <algorithm>
#include <cstring>

#include "kernels/common/bf16.hpp"
#include "kernels/common/tile_registers.hpp"
#include "kernels/cpu/streaming/decode_tiles.hpp"
#include "kernels/cpu/streaming/multiply_add_step.hpp"

namespace moe::cpu::streaming {

/** Tokens of a tile register, and of a call's step. */
static constexpr int kTileTokens = 16;
static constexpr int kPairTokens = 2 * kTileTokens;

/** Decoded records in flight while all tokens fit into one pair of tiles: 16 KB. */
static constexpr int64_t kRing = 4;

/** Registers: sums of tile t and half h of the rows in 2t + h, activations of t in 4 + t, weights
 * of h in 6 + h. */
template <class Tiles>
static void configure_tiles(int64_t first_tokens, int64_t second_tokens) {
  TileConfiguration configuration;
  for (const int tile : {0, 1, 4}) {
    configuration.set(tile, first_tokens);
  }
  if (second_tokens > 0) {
    for (const int tile : {2, 3, 5}) {
      configuration.set(tile, second_tokens);
    }
  }
  configuration.set(6, kTileTokens);
  configuration.set(7, kTileTokens);
  Tiles::configure(configuration);
}

/** One or two tiles of tokens. */
struct TokenPair {
  const uint8_t* x[2];  // bf16 [k of the segment / 32, tokens, 32]
  int64_t tokens[2];    // the second may be 0
};

/** A record times a pair. @param weights kRecordTileBytes, decoded  @param index of the record */
template <class Tiles, bool kSecond>
[[gnu::always_inline]] static inline void multiply_record(const uint8_t* weights,
                                                          const TokenPair& pair, int64_t index) {
  for (int group = 0; group < 2; ++group) {
    const int64_t place = (2 * index + group) * 64;
    const uint8_t* const halves = weights + group * 2 * kTileBytes;
    Tiles::template load<4>(pair.x[0] + place * pair.tokens[0], 64);
    Tiles::template load<6>(halves, 64);
    Tiles::template load<7>(halves + kTileBytes, 64);
    Tiles::template multiply<0, 4, 6>();
    Tiles::template multiply<1, 4, 7>();
    if constexpr (kSecond) {
      Tiles::template load<5>(pair.x[1] + place * pair.tokens[1], 64);
      Tiles::template multiply<2, 5, 6>();
      Tiles::template multiply<3, 5, 7>();
    }
  }
}

/** Writes, or adds, a pair's sums. @param out [tokens of the pair, kPanelRows] */
template <class Tiles, bool kSecond>
static void add_sums(const TokenPair& pair, float* out, bool adds) {
  alignas(64) float sums[kPairTokens * kPanelRows];
  constexpr int64_t kStride = kPanelRows * sizeof(float);
  Tiles::template store<0>(sums, kStride);
  Tiles::template store<1>(sums + 16, kStride);
  if constexpr (kSecond) {
    float* const second = sums + pair.tokens[0] * kPanelRows;
    Tiles::template store<2>(second, kStride);
    Tiles::template store<3>(second + 16, kStride);
  }
  constexpr float kUnfold = 1.0f / static_cast<float>(int64_t{1} << kFoldedExponent);
  const __m512 unfold = _mm512_set1_ps(kUnfold);
  for (int64_t i = 0; i < (pair.tokens[0] + pair.tokens[1]) * kPanelRows; i += 16) {
    const __m512 before = adds ? _mm512_loadu_ps(out + i) : _mm512_setzero_ps();
    _mm512_storeu_ps(out + i, _mm512_fmadd_ps(_mm512_load_ps(sums + i), unfold, before));
  }
}

/** The records of a segment and their decoded tiles. */
struct DecodedSegment {
  const uint8_t* record;
  int64_t records;
  uint8_t* tiles;  // [kRing or records, kRecordTileBytes]
  bool is_ring;

  uint8_t* tiles_of(int64_t index) const {
    return tiles + (is_ring ? index % kRing : index) * kRecordTileBytes;
  }
};

template <class Tiles, bool kSecond>
[[gnu::always_inline]] static inline void zero_sums() {
  Tiles::template zero<0>();
  Tiles::template zero<1>();
  if constexpr (kSecond) {
    Tiles::template zero<2>();
    Tiles::template zero<3>();
  }
}

/** The first pair, for which records are decoded. Returns whether all scales could be folded. */
template <class Tiles, bool kSecond>
static bool decode_and_multiply(const DecodedSegment& segment, const TokenPair& pair) {
  __m512i farthest = farthest_code(segment.record, _mm512_setzero_si512());
  decode_record(segment.record, segment.tiles_of(0));
  zero_sums<Tiles, kSecond>();
  for (int64_t index = 0; index < segment.records; ++index) {
    const int64_t next = index + 1;
    if (next < segment.records) {
      const uint8_t* const record = segment.record + next * kRecordBytes;
      farthest = farthest_code(record, farthest);
      decode_record(record, segment.tiles_of(next));
    }
    multiply_record<Tiles, kSecond>(segment.tiles_of(index), pair, index);
  }
  return codes_are_folded(farthest);
}

template <class Tiles, bool kSecond>
static void multiply_decoded(const DecodedSegment& segment, const TokenPair& pair) {
  zero_sums<Tiles, kSecond>();
  for (int64_t index = 0; index < segment.records; ++index) {
    multiply_record<Tiles, kSecond>(segment.tiles_of(index), pair, index);
  }
}

/** A pair of a segment. Returns false, with nothing written, where a scale cannot be folded. */
template <class Tiles, bool kSecond>
static bool run_pair(const DecodedSegment& segment, const TokenPair& pair, bool decodes, float* out,
                     bool adds) {
  if (decodes) {
    if (!decode_and_multiply<Tiles, kSecond>(segment, pair)) {
      return false;
    }
  } else {
    multiply_decoded<Tiles, kSecond>(segment, pair);
  }
  add_sums<Tiles, kSecond>(pair, out, adds);
  return true;
}

/** Where a call's tiles of tokens lie. */
struct TokenTileView {
  const InnerCall& call;
  TokenTiles tiles{call.num_tokens, kTileTokens};

  int64_t tokens(int64_t tile) const {
    return tile < tiles.count ? tiles.begin(tile + 1) - tiles.begin(tile) : 0;
  }
  /** Activations of a tile from a block on; see Placement::kGroups. */
  const uint8_t* activations(int64_t tile, int64_t block) const {
    const int64_t before =
        tiles.begin(tile) * call.weights.shape.k + tokens(tile) * block * kBlockK;
    return static_cast<const uint8_t*>(call.tokens[0]) +
           before * static_cast<int64_t>(sizeof(uint16_t));
  }
};

/** The tokens that tile registers are configured for; configuring them anew takes a while. */
struct ConfiguredTokens {
  int64_t first = 0;
  int64_t second = 0;

  template <class Tiles>
  void set(const TokenPair& pair) {
    if (pair.tokens[0] != first || pair.tokens[1] != second) {
      first = pair.tokens[0];
      second = pair.tokens[1];
      configure_tiles<Tiles>(first, second);
    }
  }
};

/** Returns false, with nothing written, where a scale of the segment cannot be folded. */
template <class Tiles>
static bool run_folded(const InnerCall& call, int64_t segment, ConfiguredTokens& configured) {
  alignas(64) uint8_t tiles[Segments::kMostBlocks * kRecordTileBytes];
  const Segments segments(call.weights.shape.k);
  const TokenTileView view{call};
  const int64_t block = segments.begin(segment);
  const DecodedSegment decoded{first_record(call) + block * kRecordBytes,
                               segments.begin(segment + 1) - block, tiles, view.tiles.count <= 2};
  bool folded = true;
  for (int64_t tile = 0; folded && tile < view.tiles.count; tile += 2) {
    const int64_t second = view.tokens(tile + 1);
    const TokenPair pair{
        {view.activations(tile, block), second > 0 ? view.activations(tile + 1, block) : nullptr},
        {view.tokens(tile), second}};
    float* const out = call.out + view.tiles.begin(tile) * kPanelRows;
    configured.set<Tiles>(pair);
    const auto run = second > 0 ? run_pair<Tiles, true> : run_pair<Tiles, false>;
    folded = run(decoded, pair, tile == 0, out, segment > call.segment_begin);
  }
  return folded;
}

/** A record for up to kFewTokens of a tile, in fp32. @param x bf16 [2, tile_tokens, 32] */
static constexpr int kFewTokens = 4;
static void multiply_add_record(const uint8_t* record, const uint8_t* x, int64_t tile_tokens,
                                int64_t tokens, float* out, bool adds) {
  alignas(64) float values[kBlockK * kFewTokens];  // [k in the order of the nibbles, tokens]
  for (int64_t i = 0; i < kBlockK; ++i) {
    const int64_t k = kNibbleOrder[i];
    for (int64_t token = 0; token < tokens; ++token) {
      uint16_t bits;
      std::memcpy(&bits, x + ((k / 32 * tile_tokens + token) * 32 + k % 32) * sizeof bits,
                  sizeof bits);
      values[i * tokens + token] = bf16_to_float(bits);
    }
  }
  const TileCall tile{record, 1, reinterpret_cast<const uint8_t*>(values), out, adds};
  dispatch_tile<MultiplyAddTile, kFewTokens>(tile, tokens);
}

/** A segment whose scales or activations cannot be folded. */
static void run_unfolded(const InnerCall& call, int64_t segment) {
  const Segments segments(call.weights.shape.k);
  const TokenTileView view{call};
  for (int64_t tile = 0; tile < view.tiles.count; ++tile) {
    const int64_t tile_tokens = view.tokens(tile);
    for (int64_t first = 0; first < tile_tokens; first += kFewTokens) {
      float* const out = call.out + (view.tiles.begin(tile) + first) * kPanelRows;
      const int64_t tokens = std::min<int64_t>(kFewTokens, tile_tokens - first);
      for (int64_t block = segments.begin(segment); block < segments.begin(segment + 1); ++block) {
        const bool adds = segment > call.segment_begin || block > segments.begin(segment);
        multiply_add_record(first_record(call) + block * kRecordBytes,
                            view.activations(tile, block) + first * 64, tile_tokens, tokens, out,
                            adds);
      }
    }
  }
}

template <class Tiles>
static void run_row_tiles(const InnerCall& call) {
  ConfiguredTokens configured;
  for (int64_t segment = call.segment_begin; segment < call.segment_end; ++segment) {
    if (!call.foldable || !run_folded<Tiles>(call, segment, configured)) {
      run_unfolded(call, segment);
    }
  }
  if (call.foldable) {
    Tiles::release();
  }
}

}  // namespace moe::cpu::streaming
