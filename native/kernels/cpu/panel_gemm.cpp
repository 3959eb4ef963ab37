#include "kernels/cpu/panel_gemm.hpp"

#include <algorithm>

#include "kernels/cpu/caches.hpp"
#include "kernels/cpu/panel_split.hpp"

namespace moe::cpu {

namespace {

/** Both parts of a piece, [tokens, kPanelRows] each. */
struct PieceSums {
  float* parts[2];
};

class PanelGemmRun {
 public:
  PanelGemmRun(const PanelGemm& gemm, const std::function<void(const PanelSums&)>& epilogue)
      : gemm_(gemm),
        epilogue_(epilogue),
        num_slots_(static_cast<int64_t>(gemm.by_expert.slots.size())),
        panels_((gemm.part_rows + kPanelRows - 1) / kPanelRows),
        segments_(Segments(gemm.weights.shape.k).count()),
        split_(gemm.by_expert, panels_, segments_, token_chunk(), gemm.pool.num_threads()) {}

  void run() const {
    if (!split_.over_k()) {
      for_each_piece([&](const PanelPiece& piece) { run_whole(piece); });
      return;
    }
    for_each_piece([&](const PanelPiece& piece) { run_segment(piece); });
    add_segments();
  }

 private:
  template <class Body>
  void for_each_piece(const Body& body) const {
    gemm_.pool.run(
        split_.length(),
        [&](int64_t begin, int64_t end, int32_t) { split_.for_each(begin, end, body); },
        split_.shortest());
  }

  /** All of K, while the sums are in the L1 cache. */
  void run_whole(const PanelPiece& piece) const {
    alignas(64) float up[kMaxTokenChunk * kPanelRows];
    alignas(64) float gate[kMaxTokenChunk * kPanelRows];
    const PieceSums sums{{up, gate}};
    multiply(piece, sums);
    finish(piece.expert, piece.panel, piece.position, piece.tokens, sums);
  }

  /** A segment of K, whose sums others will add to theirs. */
  void run_segment(const PanelPiece& piece) const {
    multiply(piece, {{partial_sums(piece.segment_begin, 0, piece.panel, piece.position),
                      partial_sums(piece.segment_begin, 1, piece.panel, piece.position)}});
  }

  void add_segments() const {
    gemm_.pool.run(panels_ * num_slots_, [&](int64_t begin, int64_t end, int32_t) {
      for (int64_t item = begin; item < end; ++item) {
        alignas(64) float up[kPanelRows];
        alignas(64) float gate[kPanelRows];
        const PieceSums sums{{up, gate}};
        const int64_t panel = item / num_slots_;
        const int64_t position = item % num_slots_;
        for (int64_t part = 0; part < gemm_.parts; ++part) {
          add_in_order(part, panel, position, sums.parts[part]);
        }
        finish(gemm_.by_expert.expert_at(position), panel, position, 1, sums);
      }
    });
  }

  /** Adds a slot's segments as an inner loop adds them that has them all. @param sums [kPanelRows]
   */
  void add_in_order(int64_t part, int64_t panel, int64_t position, float* sums) const {
    std::copy_n(partial_sums(0, part, panel, position), kPanelRows, sums);
    for (int64_t segment = 1; segment < segments_; ++segment) {
      const float* const partial = partial_sums(segment, part, panel, position);
      for (int64_t row = 0; row < kPanelRows; ++row) {
        sums[row] += partial[row];
      }
    }
  }

  void multiply(const PanelPiece& piece, const PieceSums& sums) const {
    const void* tokens[kMaxTokenChunk];
    gemm_.input.point_at(gemm_.by_expert, piece.position, piece.tokens, tokens);
    const bool foldable = gemm_.input.are_foldable(piece.position, piece.tokens);
    const int64_t row = piece.panel * kPanelRows;
    const int64_t rows = rows_of(piece.panel);
    for (int64_t part = 0; part < gemm_.parts; ++part) {
      if (rows < kPanelRows) {
        std::fill_n(sums.parts[part], piece.tokens * kPanelRows, 0.0f);  // panels are read whole
      }
      gemm_.kernel.run({gemm_.weights, piece.expert, part * gemm_.part_rows + row, rows, tokens,
                        piece.tokens, piece.segment_begin, piece.segment_end, sums.parts[part],
                        foldable});
    }
  }

  void finish(int32_t expert, int64_t panel, int64_t position, int64_t count,
              const PieceSums& sums) const {
    epilogue_({expert, gemm_.by_expert.slots.data() + position, count, panel * kPanelRows,
               rows_of(panel), sums.parts[0], gemm_.parts == 2 ? sums.parts[1] : nullptr});
  }

  int64_t rows_of(int64_t panel) const {
    return std::min(kPanelRows, gemm_.part_rows - panel * kPanelRows);
  }

  float* partial_sums(int64_t segment, int64_t part, int64_t panel, int64_t position) const {
    const int64_t row = ((segment * gemm_.parts + part) * panels_ + panel) * num_slots_ + position;
    return gemm_.partial_sums + row * kPanelRows;
  }

  const PanelGemm& gemm_;
  const std::function<void(const PanelSums&)>& epilogue_;
  int64_t num_slots_;
  int64_t panels_;
  int64_t segments_;
  PanelSplit split_;
};

}  // namespace

void run_panel_gemm(const PanelGemm& gemm, const std::function<void(const PanelSums&)>& epilogue) {
  PanelGemmRun(gemm, epilogue).run();
}

}  // namespace moe::cpu
