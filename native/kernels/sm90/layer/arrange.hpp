#pragma once
#include "kernels/sm90/layer/expert_map.hpp"
#include "kernels/sm90/layer/route.hpp"

namespace moe::sm90 {

/** Threads of the only block of `arrange`, and what it is meant for: more slots, and tokens to
 * route than it has warps, are faster dealt to many blocks. */
inline constexpr uint32_t kArrangeThreads = 512;
inline constexpr int32_t kArrangeSlots = 512;
inline constexpr int32_t kArrangeTokens = kArrangeThreads / 32;
static_assert(kArrangeSlots <= int32_t{kArrangeThreads} && kMaxExperts <= int32_t{kArrangeThreads});
inline constexpr uint32_t kArrangeSharedBytes = 16 + kArrangeSlots * 4;

/** How many of the ids in shared memory are this thread's expert or below, how many below its
 * slot's expert, and how many of that expert come before its slot. */
struct Standing {
  uint32_t up_to_expert = 0, below_slot = 0, before_slot = 0;
};

MOE_DEVICE Standing standing_of(uint32_t ids, int32_t num_slots, int32_t slot_expert) {
  Standing standing;
  const auto own = static_cast<int32_t>(ptx::thread_id());
  for (int32_t first = 0; first < num_slots; first += 4) {
    const ptx::Vector4 four = ptx::load_shared_v4(ids + static_cast<uint32_t>(first) * 4);
    MOE_UNROLL
    for (int32_t i = 0; i < 4; ++i) {
      const auto id = static_cast<int32_t>(four.word[i]);
      standing.up_to_expert += id <= own ? 1 : 0;
      standing.below_slot += id < slot_expert ? 1 : 0;
      standing.before_slot += id == slot_expert && first + i < own ? 1 : 0;
    }
  }
  return standing;
}

/**
 * Offsets and both maps, by one block: a thread per expert and per slot looks at every slot. See
 * count_slots and place_slots for more slots.
 */
MOE_DEVICE void map_in_block(const ExpertMapParams& params) {
  const uint32_t ids = (ptx::shared_base() + 15u) & ~15u;
  const auto own = static_cast<int32_t>(ptx::thread_id());
  // Slots that take no part, and those that there are not, come after every expert.
  int32_t expert = kMaxExperts;
  if (own < params.num_slots) {
    const int32_t id = ptx::load_global(params.expert_ids + own);
    if (id >= 0 && id < params.num_experts) expert = id;
  }
  if (own < kArrangeSlots) {
    ptx::store_shared_u32(ids + static_cast<uint32_t>(own) * 4, static_cast<uint32_t>(expert));
  }
  ptx::block_sync();
  const Standing standing = standing_of(ids, params.num_slots, expert);
  if (own == 0) ptx::store_global(params.first_row, 0);
  if (own < params.num_experts) {
    ptx::store_global(params.first_row + own + 1, static_cast<int32_t>(standing.up_to_expert));
  }
  if (own < params.num_slots) {
    const bool takes_part = expert < params.num_experts;
    const auto row = static_cast<int32_t>(standing.below_slot + standing.before_slot);
    if (takes_part) ptx::store_global(params.slot_of_row + row, own);
    ptx::store_global(params.row_of_slot + own, takes_part ? row : -1);
  }
}

/** Everything before the first GEMM, in one block: routing where there are logits, then the map. */
MOE_DEVICE void arrange(const RouteParams& route, const ExpertMapParams& map) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  if (route.logits != nullptr) {
    const auto warps = static_cast<int32_t>(ptx::num_threads() / 32);
    for (auto token = static_cast<int32_t>(ptx::warp_id()); token < route.num_tokens;
         token += warps) {
      route_token(route, token);
    }
    ptx::block_sync();
  }
  map_in_block(map);
}

}  // namespace moe::sm90
