#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace moe::cpu {

/** Slots sorted by expert: what "permute" means when rows are reached by pointer. */
struct ExpertSlots {
  std::vector<int32_t> slots;    // [S], grouped by expert, ascending within one
  std::vector<int32_t> offsets;  // [E + 1], of each expert's first slot in `slots`
  std::vector<int32_t> active;   // experts with at least one slot, ascending

  int32_t count(int32_t expert) const { return offsets[expert + 1] - offsets[expert]; }

  /** The expert of the slot at `position` in `slots`. */
  int32_t expert_at(int64_t position) const;

  /** Counting sort. @param expert_ids [S], each in [0, num_experts) */
  void sort(const int32_t* expert_ids, int64_t num_slots, int32_t num_experts);
};

}  // namespace moe::cpu
