#include "kernels/cpu/arrange.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "kernels/common/bf16.hpp"
#include "kernels/cpu/caches.hpp"
#include "kernels/cpu/streaming/folding.hpp"
#include "kernels/cpu/vector_clones.hpp"

namespace moe::cpu {

namespace {

bool is_identity(const Arrangement& arrangement) {
  return arrangement.order == nullptr && !arrangement.as_float &&
         arrangement.placement == Placement::kRows;
}

/** Calls place(index of the arranged k, index of its source) for the k of [begin, end). */
template <class Place>
[[gnu::always_inline]] inline void for_each_k(const uint8_t* order, int64_t begin, int64_t end,
                                              const Place& place) {
  if (order == nullptr) {
    for (int64_t k = begin; k < end; ++k) {
      place(k, k);
    }
    return;
  }
  for (int64_t block = begin; block < end; block += kBlockK) {
    for (int64_t i = 0; i < kBlockK; ++i) {
      place(block + i, block + order[i]);
    }
  }
}

/** One row of activations in the order and type that an inner loop wants. */
void arrange_row(const Arrangement& arrangement, const uint16_t* row, int64_t k, void* arranged) {
  if (arrangement.as_float) {
    auto* const out = static_cast<float*>(arranged);
    for_each_k(arrangement.order, 0, k,
               [&](int64_t to, int64_t from) { out[to] = bf16_to_float(row[from]); });
  } else {
    auto* const out = static_cast<uint16_t*>(arranged);
    for_each_k(arrangement.order, 0, k, [&](int64_t to, int64_t from) { out[to] = row[from]; });
  }
}

/** Slots whose activations are interleaved. */
struct SlotTile {
  int64_t position;  // of the first in ExpertSlots::slots
  int64_t count;
};

/** The tiles that inner loops will go through; see Arrangement. */
std::vector<SlotTile> tiles_of(const ExpertSlots& by_expert, int32_t tile_tokens) {
  std::vector<SlotTile> tiles;
  for (const int32_t expert : by_expert.active) {
    const TokenTiles chunks(by_expert.count(expert), token_chunk());
    for (int64_t chunk = 0; chunk < chunks.count; ++chunk) {
      const int64_t first = by_expert.offsets[expert] + chunks.begin(chunk);
      const TokenTiles parts(chunks.begin(chunk + 1) - chunks.begin(chunk), tile_tokens);
      for (int64_t part = 0; part < parts.count; ++part) {
        tiles.push_back({first + parts.begin(part), parts.begin(part + 1) - parts.begin(part)});
      }
    }
  }
  return tiles;
}

/** The k of [begin, end) of a tile's rows. @param out [K, count] in units of four bytes */
void arrange_tile(const Arrangement& arrangement, const uint16_t* const* rows, int64_t count,
                  int64_t begin, int64_t end, uint8_t* out) {
  for (int64_t token = 0; token < count; ++token) {
    const uint16_t* const row = rows[token];
    if (arrangement.as_float) {
      float* const column = reinterpret_cast<float*>(out) + token;
      for_each_k(arrangement.order, begin, end,
                 [&](int64_t to, int64_t from) { column[to * count] = bf16_to_float(row[from]); });
    } else {
      uint32_t* const column = reinterpret_cast<uint32_t*>(out) + token;
      for (int64_t pair = begin / 2; pair < end / 2; ++pair) {
        std::memcpy(&column[pair * count], row + pair * 2, sizeof(uint32_t));
      }
    }
  }
}

/** Groups of 32 k of [begin, end) of a tile's rows. @param out bf16 [K / 32, count, 32] */
void arrange_groups(const uint16_t* const* rows, int64_t count, int64_t begin, int64_t end,
                    uint8_t* out) {
  constexpr int64_t kGroup = 32;
  uint16_t* const groups = reinterpret_cast<uint16_t*>(out);
  for (int64_t token = 0; token < count; ++token) {
    for (int64_t k = begin; k < end; k += kGroup) {
      std::copy_n(rows[token] + k, kGroup, groups + k * count + token * kGroup);
    }
  }
}

/** Whether all of a row's [begin, end) are; see streaming/folding.hpp. */
MOE_VECTOR_CLONES
bool all_foldable(const uint16_t* row, int64_t begin, int64_t end) {
  uint16_t largest = 0;
  uint16_t smallest = 0xffff;  // of those that are not zero, less one
  for (int64_t k = begin; k < end; ++k) {
    const auto magnitude = static_cast<uint16_t>(row[k] & 0x7fffu);
    largest = std::max(largest, magnitude);
    smallest = std::min(smallest, static_cast<uint16_t>(magnitude - 1));
  }
  return largest < streaming::kFoldedLimit && smallest >= streaming::kSmallestFolded - 1;
}

}  // namespace

size_t arranged_bytes(int64_t slots, int64_t k) {
  return static_cast<size_t>(slots * k) * sizeof(float);
}

ArrangedRows::ArrangedRows(ThreadPool& pool, const Arrangement& arrangement,
                           const ExpertSlots& by_expert, const ActivationRows& rows,
                           uint8_t* arranged)
    : base_(arranged),
      stride_(static_cast<size_t>(rows.k) *
              (arrangement.as_float ? sizeof(float) : sizeof(uint16_t))),
      slots_per_row_(arrangement.placement == Placement::kRows ? rows.slots_per_row : 1),
      in_tiles_(arrangement.placement != Placement::kRows) {
  if (is_identity(arrangement)) {
    base_ = reinterpret_cast<const uint8_t*>(rows.values);
    return;
  }
  const auto slots = static_cast<int64_t>(by_expert.slots.size());
  if (!in_tiles_) {
    pool.run(slots / slots_per_row_, [&](int64_t begin, int64_t end, int32_t) {
      for (int64_t row = begin; row < end; ++row) {
        arrange_row(arrangement, rows.values + row * rows.k, rows.k,
                    arranged + static_cast<size_t>(row) * stride_);
      }
    });
    return;
  }
  const auto tiles = tiles_of(by_expert, arrangement.tile_tokens);
  const Segments segments(rows.k);
  const auto pieces = static_cast<int64_t>(tiles.size()) * segments.count();
  const bool in_groups = arrangement.placement == Placement::kGroups;
  if (in_groups) {
    segments_ = segments.count();
    unfoldable_.resize(static_cast<size_t>(slots * segments_));
  }
  pool.run(pieces, [&](int64_t first, int64_t last, int32_t) {
    for (int64_t piece = first; piece < last; ++piece) {
      const SlotTile& tile = tiles[static_cast<size_t>(piece / segments.count())];
      const int64_t segment = piece % segments.count();
      const uint16_t* sources[kMaxTokenChunk];
      for (int64_t i = 0; i < tile.count; ++i) {
        const int32_t slot = by_expert.slots[static_cast<size_t>(tile.position + i)];
        sources[i] = rows.values + slot / rows.slots_per_row * rows.k;
      }
      const int64_t begin = segments.begin(segment) * kBlockK;
      const int64_t end = segments.begin(segment + 1) * kBlockK;
      uint8_t* const out = arranged + static_cast<size_t>(tile.position) * stride_;
      if (!in_groups) {
        arrange_tile(arrangement, sources, tile.count, begin, end, out);
        continue;
      }
      arrange_groups(sources, tile.count, begin, end, out);
      for (int64_t i = 0; i < tile.count; ++i) {
        unfoldable_[static_cast<size_t>((tile.position + i) * segments_ + segment)] =
            all_foldable(sources[i], begin, end) ? 0 : 1;
      }
    }
  });
}

bool ArrangedRows::are_foldable(int64_t position, int64_t count) const {
  const auto first = unfoldable_.begin() + position * segments_;
  return std::find(first, first + count * segments_, 1) == first + count * segments_;
}

void ArrangedRows::point_at(const ExpertSlots& by_expert, int64_t position, int64_t count,
                            const void** tokens) const {
  for (int64_t i = 0; i < count; ++i) {
    const int64_t row = in_tiles_
                            ? position + i
                            : by_expert.slots[static_cast<size_t>(position + i)] / slots_per_row_;
    tokens[i] = base_ + static_cast<size_t>(row) * stride_;
  }
}

}  // namespace moe::cpu
