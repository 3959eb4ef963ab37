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

/**
 * Everything before the first GEMM, by one block: routing where there are logits, then offsets and
 * both maps, for which a thread per expert and one per slot look at every slot. See count_slots and
 * place_slots for more slots.
 */
class Arrangement {
 public:
  MOE_DEVICE Arrangement(const RouteParams& route, const ExpertMapParams& map)
      : route_(route),
        map_(map),
        ids_((ptx::shared_base() + 15u) & ~15u),
        ids_per_token_((route.top_k + 3) / 4 * 4),
        thread_(static_cast<int32_t>(ptx::thread_id())),
        token_(static_cast<int32_t>(ptx::warp_id())),
        lane_(static_cast<int32_t>(ptx::lane_id())) {}

  /** The whole block calls. @param rehearses  global memory is neither read nor written */
  MOE_DEVICE void run(bool rehearses) const {
    if (route_.logits != nullptr) {
      arrange_logits(rehearses);
    } else {
      arrange_ids(rehearses);
    }
    ptx::block_sync();
  }

  /** Asks for the logits before they are final: what comes of it is that later loads are short. */
  MOE_DEVICE void prefetch() const {
    if (route_.logits == nullptr || !has_token()) return;
    for (int32_t expert = lane_ * 8; expert < route_.num_experts; expert += 32 * 8) {
      ptx::prefetch_global(logits() + expert);  // 32 bytes are a sector
    }
  }

 private:
  /** A warp per token. Its ids lie in shared memory at a multiple of four, up to which there are
   * some that are no expert's. */
  MOE_DEVICE void arrange_logits(bool rehearses) const {
    const int32_t at = token_ * ids_per_token_ + lane_;
    const bool has_choice = has_token() && lane_ < route_.top_k;
    Choice own = {};
    if (has_token()) {
      own = choice_of(rehearses ? nullptr : logits(), route_.num_experts, route_.top_k);
      if (!has_choice) own.expert = kMaxExperts;
      if (lane_ < ids_per_token_) ptx::store_shared_u32(address_of(at), own.expert);
    }
    ptx::block_sync();
    const int32_t num_ids = route_.num_tokens * ids_per_token_;
    store_first_row(num_ids, rehearses);
    if (!has_token()) return;
    const int32_t slot = token_ * route_.top_k + lane_;
    if (has_choice) place(slot, at, static_cast<int32_t>(own.expert), num_ids, rehearses);
    const float weight = weight_of(own, route_.top_k);
    if (has_choice && !rehearses) {
      ptx::store_global(route_.expert_ids + slot, static_cast<int32_t>(own.expert));
      ptx::store_global(route_.weights + slot, weight);
    }
  }

  /** A thread per id. */
  MOE_DEVICE void arrange_ids(bool rehearses) const {
    const bool has_slot = thread_ < map_.num_slots;
    // Slots that take no part, and those that there are not, come after every expert.
    int32_t expert = kMaxExperts;
    if (has_slot && !rehearses) {
      const int32_t id = ptx::load_global(map_.expert_ids + thread_);
      if (id >= 0 && id < map_.num_experts) expert = id;
    }
    if (thread_ < kArrangeSlots) {
      ptx::store_shared_u32(address_of(thread_), static_cast<uint32_t>(expert));
    }
    ptx::block_sync();
    store_first_row(map_.num_slots, rehearses);
    if (has_slot) place(thread_, thread_, expert, map_.num_slots, rehearses);
  }

  /** Where the rows of an expert end and those of the next begin, a thread per expert, from the
   * last thread on: few tokens are of the first warps. */
  MOE_DEVICE void store_first_row(int32_t num_ids, bool rehearses) const {
    const int32_t expert = static_cast<int32_t>(kArrangeThreads) - 1 - thread_;
    if (expert >= map_.num_experts) return;
    int32_t row = 0;
    for_each_id(num_ids, [&](int32_t, int32_t id) { row += id <= expert ? 1 : 0; });
    if (rehearses) return;
    if (expert == 0) ptx::store_global(map_.first_row, 0);
    ptx::store_global(map_.first_row + expert + 1, row);
  }
  /** A slot's row comes after those of lower experts and of earlier slots of its own, whose ids lie
   * before `at`. */
  MOE_DEVICE void place(int32_t slot, int32_t at, int32_t expert, int32_t num_ids,
                        bool rehearses) const {
    int32_t row = 0;
    for_each_id(num_ids, [&](int32_t other, int32_t id) {
      row += id < expert ? 1 : 0;
      row += static_cast<int32_t>(id == expert) & static_cast<int32_t>(other < at);
    });
    if (rehearses) return;
    const bool takes_part = expert < map_.num_experts;
    if (takes_part) ptx::store_global(map_.slot_of_row + row, slot);
    ptx::store_global(map_.row_of_slot + slot, takes_part ? row : -1);
  }
  /** Calls `visit(place, expert)` for all ids, and for up to three after the last. */
  template <class Visit>
  MOE_DEVICE void for_each_id(int32_t num_ids, Visit&& visit) const {
    for (int32_t first = 0; first < num_ids; first += 4) {
      const ptx::Vector4 four = ptx::load_shared_v4(address_of(first));
      MOE_UNROLL
      for (int32_t i = 0; i < 4; ++i) visit(first + i, static_cast<int32_t>(four.word[i]));
    }
  }

  MOE_DEVICE bool has_token() const { return token_ < route_.num_tokens; }
  MOE_DEVICE const float* logits() const { return route_.logits + token_ * route_.num_experts; }
  MOE_DEVICE uint32_t address_of(int32_t id) const { return ids_ + static_cast<uint32_t>(id) * 4; }

  const RouteParams& route_;
  const ExpertMapParams& map_;
  uint32_t ids_;  // [kArrangeSlots] in shared memory
  int32_t ids_per_token_;
  int32_t thread_, token_, lane_;
};

/**
 * Runs an Arrangement. Its code runs once, so it takes as long as its instructions take to come:
 * 2.7 us, and 2.0 with them in the caches (H200, 4 tokens, 2026-11-27). So the block rehearses
 * while the grid before still runs.
 */
MOE_DEVICE void arrange(const RouteParams& route, const ExpertMapParams& map) {
  ptx::grid_launch_dependents();
  const Arrangement arrangement(route, map);
  arrangement.prefetch();
  MOE_KEEP_LOOP
  for (int time = 0; time < 2; ++time) {
    if (time == 1) ptx::grid_dependency_wait();
    arrangement.run(time == 0);
  }
}

}  // namespace moe::sm90
