#pragma once
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/params.hpp"

namespace moe::sm90 {

/** Calls `visit(slot, is_hit, votes)` for every 32 slots; `votes` are the lanes whose slot chose
 * `expert`, where `expert` == E stands for every id outside the range. */
template <class Visit>
MOE_DEVICE void for_each_slot(const ExpertMapParams& params, int32_t expert, Visit&& visit) {
  for (int32_t base = 0; base < params.num_slots; base += 32) {
    const int32_t slot = base + static_cast<int32_t>(ptx::lane_id());
    bool hit = false;
    if (slot < params.num_slots) {
      const int32_t id = ptx::load_global(params.expert_ids + slot);
      const bool inside = id >= 0 && id < params.num_experts;
      hit = inside ? id == expert : expert == params.num_experts;
    }
    visit(slot, hit, ptx::ballot(hit));
  }
}

/** First step, one warp per expert: how many slots chose it. */
MOE_DEVICE void count_slots(const ExpertMapParams& params) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t expert = grid_warp();
  if (expert >= params.num_experts) return;
  uint32_t count = 0;
  for_each_slot(params, expert,
                [&](int32_t, bool, uint32_t votes) { count += ptx::count_bits(votes); });
  if (ptx::lane_id() == 0) {
    ptx::store_global(params.counts + expert, static_cast<int32_t>(count));
  }
}

/** Second step, one warp per expert and one for ids outside the range: offsets and both maps. */
MOE_DEVICE void place_slots(const ExpertMapParams& params) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t expert = grid_warp();
  if (expert > params.num_experts) return;
  const uint32_t lane = ptx::lane_id();
  uint32_t before = 0;
  for (int32_t other = static_cast<int32_t>(lane); other < expert; other += 32) {
    before += static_cast<uint32_t>(ptx::load_global(params.counts + other));
  }
  before = ptx::warp_add(before);
  if (lane == 0) ptx::store_global(params.first_row + expert, static_cast<int32_t>(before));
  const uint32_t lower_lanes = (1u << lane) - 1;
  uint32_t row = before;
  for_each_slot(params, expert, [&](int32_t slot, bool hit, uint32_t votes) {
    if (hit && expert == params.num_experts) {
      ptx::store_global(params.row_of_slot + slot, -1);
    } else if (hit) {
      const auto own = static_cast<int32_t>(row + ptx::count_bits(votes & lower_lanes));
      ptx::store_global(params.slot_of_row + own, slot);
      ptx::store_global(params.row_of_slot + slot, own);
    }
    row += ptx::count_bits(votes);
  });
}

}  // namespace moe::sm90
