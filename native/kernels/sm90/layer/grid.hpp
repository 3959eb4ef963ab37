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

/** Eight bf16 as fp32. */
MOE_DEVICE void unpack_bf16x8(const ptx::Vector4& packed, float (&values)[8]) {
  MOE_UNROLL
  for (int i = 0; i < 4; ++i) {
    values[2 * i] = ptx::as_float(packed.word[i] << 16);
    values[2 * i + 1] = ptx::as_float(packed.word[i] & 0xFFFF0000u);
  }
}
MOE_DEVICE ptx::Vector4 pack_bf16x8(const float (&values)[8]) {
  ptx::Vector4 packed;
  MOE_UNROLL
  for (int i = 0; i < 4; ++i) packed.word[i] = ptx::pack_bf16x2(values[2 * i], values[2 * i + 1]);
  return packed;
}
MOE_DEVICE ptx::Vector4 load_bf16x8(const uint16_t* from) {
  return ptx::load_global(reinterpret_cast<const ptx::Vector4*>(from));
}
MOE_DEVICE void store_bf16x8(uint16_t* to, const ptx::Vector4& values) {
  ptx::store_global(reinterpret_cast<ptx::Vector4*>(to), values);
}

}  // namespace moe::sm90
