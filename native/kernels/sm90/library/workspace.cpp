#include "kernels/sm90/library/workspace.hpp"

#include <algorithm>

#include "kernels/common/problem.hpp"

namespace moe::sm90 {

namespace {

/** Hands out pieces of a workspace, each at a multiple of 128 bytes, as tensor maps need. */
class Arena {
 public:
  explicit Arena(void* base) : base_(static_cast<uint8_t*>(base)) {}

  template <class T>
  T* take(int64_t count) {
    T* const piece = base_ == nullptr ? nullptr : reinterpret_cast<T*>(base_ + used_);
    used_ += (static_cast<size_t>(count) * sizeof(T) + 127) / 128 * 128;
    return piece;
  }
  size_t used() const { return used_; }

 private:
  uint8_t* base_;
  size_t used_ = 0;
};

}  // namespace

Workspace Workspace::layout(const moe_problem& problem, int64_t num_tokens, int32_t multiprocessors,
                            void* base, size_t& bytes) {
  const int64_t slots = num_tokens * problem.top_k;
  const int64_t experts = problem.num_experts;
  const int64_t hidden = problem.hidden_size;
  const int64_t width = std::max<int64_t>(hidden, problem.intermediate_size);
  const int64_t products = std::max<int64_t>(hidden, shape_of(problem, Gemm::kFirst).rows);
  Arena arena(base);
  Workspace workspace{};
  workspace.expert_ids = arena.take<int32_t>(slots);
  workspace.expert_weights = arena.take<float>(slots);
  workspace.counts = arena.take<int32_t>(experts);
  workspace.first_row = arena.take<int32_t>(experts + 1);
  workspace.slot_of_row = arena.take<int32_t>(slots);
  workspace.row_of_slot = arena.take<int32_t>(slots);
  workspace.rows = arena.take<uint16_t>(slots * width);
  workspace.products = arena.take<uint16_t>(slots * products);
  workspace.block_maps =
      arena.take<ptx::TensorMap>(int64_t{multiprocessors} * kMapSets * kNumOperands);
  bytes = arena.used();
  return workspace;
}

}  // namespace moe::sm90
