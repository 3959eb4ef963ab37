#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** Threads of a block of the layer's kernels. */
inline constexpr int kLayerThreads = 256;

/** Number of this warp in the grid. */
MOE_DEVICE int32_t grid_warp() {
  return static_cast<int32_t>(ptx::block_id() * (ptx::num_threads() / 32) + ptx::warp_id());
}
/** Number of this thread in the grid, and how many there are. */
MOE_DEVICE int64_t grid_thread() {
  return static_cast<int64_t>(ptx::block_id()) * ptx::num_threads() + ptx::thread_id();
}
MOE_DEVICE int64_t grid_threads() {
  return static_cast<int64_t>(ptx::num_blocks()) * ptx::num_threads();
}

}  // namespace moe::sm90
