#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/cpu/inner_kernel.hpp"
#include "kernels/cpu/slots.hpp"

namespace moe::cpu {

/** A piece of work: some tokens of an expert, a panel of its rows, some segments of K. */
struct PanelPiece {
  int32_t expert;
  int64_t panel;
  int64_t position;  // of the first token in ExpertSlots::slots
  int64_t tokens;
  int64_t segment_begin;
  int64_t segment_end;
};

/**
 * A GEMM as a line of pieces, each as long as it costs, so that ranges of equal length are equal
 * work whatever the routing. Experts with the most tokens come first: what is left at the end is
 * small. Pieces of an expert lie panel by panel, so that a range is one stretch of weights. K is
 * split only where experts, tokens and rows give the threads too few pieces.
 */
class PanelSplit {
 public:
  /**
   * @param panels    of an expert's rows
   * @param segments  of K
   */
  PanelSplit(const ExpertSlots& by_expert, int64_t panels, int64_t segments, int64_t token_chunk,
             int32_t threads);

  /** Whether pieces are of one segment; then their sums have to be added afterwards. */
  bool over_k() const { return pieces_of_k_ > 1; }
  int64_t length() const { return length_; }
  /** Length of the shortest piece. */
  int64_t shortest() const { return shortest_; }

  /** Calls body(piece) for the pieces that begin in [begin, end). */
  template <class Body>
  void for_each(int64_t begin, int64_t end, const Body& body) const {
    for (const Stretch& stretch : stretches_) {
      const int64_t first = std::max<int64_t>(0, ceiling(begin - stretch.begin, stretch.cost));
      const int64_t last = std::min(stretch.pieces, ceiling(end - stretch.begin, stretch.cost));
      for (int64_t index = first; index < last; ++index) {
        body(piece(stretch, index));
      }
    }
  }

 private:
  /** The pieces of an expert. */
  struct Stretch {
    int64_t begin;
    int64_t cost;  // of a piece
    int64_t pieces;
    int32_t expert;
    int64_t position;
    TokenTiles chunks;
  };

  static int64_t ceiling(int64_t a, int64_t b) { return a <= 0 ? 0 : (a + b - 1) / b; }
  PanelPiece piece(const Stretch& stretch, int64_t index) const;

  std::vector<Stretch> stretches_;
  int64_t segments_;
  int64_t pieces_of_k_ = 1;
  int64_t length_ = 0;
  int64_t shortest_ = 1;
};

/** Most slots for which K is split: more give the threads enough pieces by themselves. */
inline constexpr int64_t kMaxSplitSlots = 64;

}  // namespace moe::cpu
