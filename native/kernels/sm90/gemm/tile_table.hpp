#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/**
 * The last expert whose first tile is not after `tile`: experts without tiles are passed over,
 * because the next one begins at the same tile.
 * @param table  [num_experts + 1] first tiles, in shared memory
 */
MOE_DEVICE int32_t expert_of_tile(uint32_t table, int32_t num_experts, uint32_t tile) {
  int32_t low = 0;
  int32_t high = num_experts;
  while (high - low > 1) {
    const int32_t middle = (low + high) / 2;
    if (ptx::load_shared_u32(table + static_cast<uint32_t>(middle) * 4) <= tile) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace moe::sm90
