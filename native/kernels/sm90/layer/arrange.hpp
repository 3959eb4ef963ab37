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
static_assert(kArrangeTokens * 32 <= kArrangeSlots, "a lane per choice: ids of all tokens fit");
inline constexpr uint32_t kArrangeSharedBytes = 16 + kArrangeSlots * 4;

/**
 * Offsets and both maps, by one block, from ids in shared memory: a thread per expert and one per
 * slot look at every id. See count_slots and place_slots for more slots.
 */
class BlockMap {
 public:
  MOE_DEVICE explicit BlockMap(const ExpertMapParams& params)
      : params_(params), ids_((ptx::shared_base() + 15u) & ~15u) {}

  /** Id `index` of the slots in their order; ids that are no expert's come after all experts. */
  MOE_DEVICE void put(int32_t index, uint32_t id) const {
    ptx::store_shared_u32(address_of(index), id);
  }

  /** Where the rows of an expert end and those of the next begin. Experts are dealt from the last
   * thread on, since few slots are of the first warps. */
  MOE_DEVICE void store_first_row(int32_t num_ids) const {
    const auto expert = static_cast<int32_t>(kArrangeThreads - 1 - ptx::thread_id());
    if (expert >= params_.num_experts) return;
    int32_t row = 0;
    for_each_id(num_ids, [&](int32_t, int32_t id) { row += id <= expert ? 1 : 0; });
    if (expert == 0) ptx::store_global(params_.first_row, 0);
    ptx::store_global(params_.first_row + expert + 1, row);
  }

  /** A slot's row comes after those of lower experts and of earlier slots of its own.
   * @param index  of the slot's id */
  MOE_DEVICE void place(int32_t slot, int32_t index, uint32_t expert, int32_t num_ids) const {
    const auto own = static_cast<int32_t>(expert);
    int32_t row = 0;
    for_each_id(num_ids, [&](int32_t other, int32_t id) {
      row += id < own ? 1 : 0;
      // Without a branch, which `&&` becomes.
      row += static_cast<int32_t>(id == own) & static_cast<int32_t>(other < index);
    });
    const bool takes_part = own < params_.num_experts;
    if (takes_part) ptx::store_global(params_.slot_of_row + row, slot);
    ptx::store_global(params_.row_of_slot + slot, takes_part ? row : -1);
  }

 private:
  /** Calls `visit(index, id)` for all ids, and for up to three after the last. */
  template <class Visit>
  MOE_DEVICE void for_each_id(int32_t num_ids, Visit&& visit) const {
    for (int32_t first = 0; first < num_ids; first += 4) {
      const ptx::Vector4 four = ptx::load_shared_v4(address_of(first));
      MOE_UNROLL
      for (int32_t i = 0; i < 4; ++i) visit(first + i, static_cast<int32_t>(four.word[i]));
    }
  }
  MOE_DEVICE uint32_t address_of(int32_t index) const {
    return ids_ + static_cast<uint32_t>(index) * 4;
  }

  const ExpertMapParams& params_;
  uint32_t ids_;  // [kArrangeSlots] in shared memory
};

/** Of the choices that were made, a thread each. */
MOE_DEVICE void map_ids(const ExpertMapParams& params) {
  const BlockMap map(params);
  const auto slot = static_cast<int32_t>(ptx::thread_id());
  uint32_t expert = kMaxExperts;
  if (slot < params.num_slots) {
    const int32_t id = ptx::load_global(params.expert_ids + slot);
    if (id >= 0 && id < params.num_experts) expert = static_cast<uint32_t>(id);
  }
  if (slot < kArrangeSlots) map.put(slot, expert);
  ptx::block_sync();
  map.store_first_row(params.num_slots);
  if (slot < params.num_slots) map.place(slot, slot, expert, params.num_slots);
}

/** Of choices that are made here, a warp per token. A token's ids begin at a multiple of four,
 * because warps store them beside each other. */
MOE_DEVICE void route_and_map(const RouteParams& route, const ExpertMapParams& params) {
  const BlockMap map(params);
  const auto token = static_cast<int32_t>(ptx::warp_id());
  const auto lane = static_cast<int32_t>(ptx::lane_id());
  const int32_t ids_per_token = (route.top_k + 3) / 4 * 4;
  const int32_t index = token * ids_per_token + lane, num_ids = route.num_tokens * ids_per_token;
  const bool has_token = token < route.num_tokens, has_choice = has_token && lane < route.top_k;
  Choice own = {};
  if (has_token) {
    own = choice_of(route, token);
    if (lane < ids_per_token) map.put(index, has_choice ? own.expert : kMaxExperts);
  }
  ptx::block_sync();
  map.store_first_row(num_ids);
  if (!has_token) return;
  if (has_choice) map.place(token * route.top_k + lane, index, own.expert, num_ids);
  store_choice(route, token, own);
}

/** Everything before the first GEMM, by one block: routing where there are logits, then the map. */
MOE_DEVICE void arrange(const RouteParams& route, const ExpertMapParams& map) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  if (route.logits != nullptr) {
    route_and_map(route, map);
  } else {
    map_ids(map);
  }
}

}  // namespace moe::sm90
