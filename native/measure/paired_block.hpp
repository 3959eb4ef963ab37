#pragma once
#include <string_view>
#include <vector>

#include "measure/timed_cell.hpp"

namespace moe::measure {

struct PairedSlot {
  char side; /**< 'A' or 'B' */
  SlotTimes times;
};

/**
 * One block of two cells that stand ready: a slot per letter of `order`, e.g. "ABBA", whose mirror
 * symmetry cancels a drift that is linear in time. Slots of both sides have the same number of
 * launches (the larger of the two cells') on the same routings, so that their medians are alike.
 */
std::vector<PairedSlot> measure_paired_block(TimedCell& a, TimedCell& b, std::string_view order);

}  // namespace moe::measure
