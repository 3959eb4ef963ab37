#include "measure/paired_block.hpp"

#include <algorithm>

#include "measure/failure.hpp"

namespace moe::measure {

std::vector<PairedSlot> measure_paired_block(TimedCell& a, TimedCell& b, std::string_view order) {
  if (order.find_first_not_of("AB") != std::string_view::npos) {
    throw Failure(FailureKind::kError, "the order of a block is made of A and B");
  }
  const int32_t launches = std::max(a.launches_per_slot(), b.launches_per_slot());
  a.begin_paired(launches);
  b.begin_paired(launches);
  std::vector<PairedSlot> slots;
  for (const char side : order) {
    slots.push_back({side, (side == 'A' ? a : b).measure_paired_slot()});
  }
  return slots;
}

}  // namespace moe::measure
