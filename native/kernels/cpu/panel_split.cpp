#include "kernels/cpu/panel_split.hpp"

namespace moe::cpu {

namespace {

/** What loading and decoding a panel costs, in tokens that are multiplied with it. */
constexpr int64_t kPanelCost = 4;

/** Pieces for each thread that let all finish within a few percent of one another. */
constexpr int64_t kPiecesPerThread = 8;

}  // namespace

PanelSplit::PanelSplit(const ExpertSlots& by_expert, int64_t panels, int64_t segments,
                       int64_t token_chunk, int32_t threads)
    : segments_(segments) {
  std::vector<int32_t> experts = by_expert.active;
  std::stable_sort(experts.begin(), experts.end(),
                   [&](int32_t a, int32_t b) { return by_expert.count(a) > by_expert.count(b); });
  int64_t pieces = 0;
  for (const int32_t expert : experts) {
    pieces += TokenTiles(by_expert.count(expert), token_chunk).count * panels;
  }
  const auto slots = static_cast<int64_t>(by_expert.slots.size());
  if (threads > 1 && pieces < kPiecesPerThread * threads && slots <= kMaxSplitSlots) {
    pieces_of_k_ = segments;
  }
  for (const int32_t expert : experts) {
    const TokenTiles chunks(by_expert.count(expert), token_chunk);
    const int64_t cost = (kPanelCost + chunks.tokens / chunks.count) * (segments / pieces_of_k_);
    const int64_t count = panels * chunks.count * pieces_of_k_;
    stretches_.push_back({length_, cost, count, expert, by_expert.offsets[expert], chunks});
    length_ += cost * count;
    shortest_ = cost;  // the last expert has the fewest tokens
  }
}

PanelPiece PanelSplit::piece(const Stretch& stretch, int64_t index) const {
  const int64_t segment = index % pieces_of_k_;
  const int64_t chunk = index / pieces_of_k_ % stretch.chunks.count;
  const int64_t token = stretch.chunks.begin(chunk);
  return {stretch.expert,
          index / pieces_of_k_ / stretch.chunks.count,
          stretch.position + token,
          stretch.chunks.begin(chunk + 1) - token,
          segment,
          pieces_of_k_ > 1 ? segment + 1 : segments_};
}

}  // namespace moe::cpu
