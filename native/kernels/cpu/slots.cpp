#include "kernels/cpu/slots.hpp"

#include <algorithm>

namespace moe::cpu {

void ExpertSlots::sort(const int32_t* expert_ids, int64_t num_slots, int32_t num_experts) {
  offsets.assign(static_cast<size_t>(num_experts) + 1, 0);
  for (int64_t slot = 0; slot < num_slots; ++slot) {
    ++offsets[expert_ids[slot] + 1];
  }
  active.clear();
  for (int32_t expert = 0; expert < num_experts; ++expert) {
    if (offsets[expert + 1] > 0) {
      active.push_back(expert);
    }
    offsets[expert + 1] += offsets[expert];
  }
  slots.resize(static_cast<size_t>(num_slots));
  std::vector<int32_t> next(offsets.begin(), offsets.end() - 1);
  for (int64_t slot = 0; slot < num_slots; ++slot) {
    slots[next[expert_ids[slot]]++] = static_cast<int32_t>(slot);
  }
}

int32_t ExpertSlots::expert_at(int64_t position) const {
  const auto next = std::upper_bound(offsets.begin(), offsets.end(), position);
  return static_cast<int32_t>(next - offsets.begin()) - 1;
}

}  // namespace moe::cpu
