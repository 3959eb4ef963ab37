/** How the work of a GEMM is cut into pieces: everything once, equal lengths for equal work. */
#include <doctest/doctest.h>

#include <map>
#include <random>
#include <tuple>

#include "kernels/cpu/panel_split.hpp"

using namespace moe::cpu;

namespace {

/** Slots of a routing that gives expert e so many tokens. */
ExpertSlots slots_of(const std::vector<int32_t>& tokens) {
  std::vector<int32_t> ids;
  for (size_t expert = 0; expert < tokens.size(); ++expert) {
    ids.insert(ids.end(), static_cast<size_t>(tokens[expert]), static_cast<int32_t>(expert));
  }
  std::shuffle(ids.begin(), ids.end(), std::mt19937(5));
  ExpertSlots slots;
  slots.sort(ids.data(), static_cast<int64_t>(ids.size()), static_cast<int32_t>(tokens.size()));
  return slots;
}

/** How often (position, panel, segment) is visited when the line is cut at random places. */
std::map<std::tuple<int64_t, int64_t, int64_t>, int> visits(const PanelSplit& split) {
  std::map<std::tuple<int64_t, int64_t, int64_t>, int> counts;
  std::mt19937 random(1);
  for (int64_t begin = 0; begin < split.length();) {
    const int64_t end = std::min(split.length(), begin + 1 + static_cast<int64_t>(random() % 97));
    split.for_each(begin, end, [&](const PanelPiece& piece) {
      for (int64_t i = 0; i < piece.tokens; ++i) {
        for (int64_t s = piece.segment_begin; s < piece.segment_end; ++s) {
          ++counts[{piece.position + i, piece.panel, s}];
        }
      }
    });
    begin = end;
  }
  return counts;
}

void expect_each_once(const ExpertSlots& slots, int64_t panels, int64_t segments, int32_t threads) {
  const PanelSplit split(slots, panels, segments, 24, threads);
  const auto counts = visits(split);
  CHECK(counts.size() == slots.slots.size() * static_cast<size_t>(panels * segments));
  for (const auto& [place, count] : counts) {
    CHECK(count == 1);
  }
}

}  // namespace

TEST_CASE("every slot, panel and segment belongs to one piece, wherever the line is cut") {
  for (const int32_t threads : {1, 2, 64}) {
    CAPTURE(threads);
    expect_each_once(slots_of({1}), 1, 1, threads);
    expect_each_once(slots_of({1, 0, 3, 0}), 5, 3, threads);
    expect_each_once(slots_of({0, 130, 1, 25, 24}), 3, 2, threads);
  }
}

TEST_CASE("a piece is of one expert and of its neighbouring slots") {
  const ExpertSlots slots = slots_of({7, 0, 60, 2});
  const PanelSplit split(slots, 2, 1, 24, 2);
  split.for_each(0, split.length(), [&](const PanelPiece& piece) {
    CHECK(piece.position >= slots.offsets[piece.expert]);
    CHECK(piece.position + piece.tokens <= slots.offsets[piece.expert + 1]);
    CHECK(piece.tokens <= 24);
  });
}

TEST_CASE("K is shared only where there are few pieces and few slots") {
  CHECK(PanelSplit(slots_of({1}), 2, 3, 96, 16).over_k());
  CHECK_FALSE(PanelSplit(slots_of({1}), 2, 3, 96, 1).over_k());       // nobody to share with
  CHECK_FALSE(PanelSplit(slots_of({1}), 2, 1, 96, 16).over_k());      // one segment
  CHECK_FALSE(PanelSplit(slots_of({4, 4}), 90, 3, 96, 16).over_k());  // pieces enough
  CHECK_FALSE(PanelSplit(slots_of({65}), 2, 3, 96, 16).over_k());     // sums would take too much
}

TEST_CASE("the expert with the most tokens comes first and is as long as it costs") {
  const ExpertSlots slots = slots_of({1, 90, 1, 1});
  const PanelSplit split(slots, 10, 1, 96, 2);
  int64_t heavy_pieces = 0;
  // A tenth of the line for each panel of the heavy expert, as its 90 of 93 tokens are most work.
  split.for_each(0, split.length() / 2, [&](const PanelPiece& piece) {
    CHECK(piece.expert == 1);
    ++heavy_pieces;
  });
  CHECK(heavy_pieces >= 5);
  CHECK(heavy_pieces <= 7);
}
