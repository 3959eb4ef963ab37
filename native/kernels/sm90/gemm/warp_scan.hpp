#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** The sum of `value` over the lanes up to this one; the whole warp calls. */
MOE_DEVICE uint32_t sum_up_to_lane(uint32_t value) {
  MOE_UNROLL
  for (uint32_t distance = 1; distance < 32; distance *= 2) {
    const uint32_t below = ptx::shuffle_up(value, distance);
    value += ptx::lane_id() >= distance ? below : 0;
  }
  return value;
}

}  // namespace moe::sm90
