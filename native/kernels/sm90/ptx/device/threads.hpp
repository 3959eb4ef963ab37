#pragma once
/** Who am I: special registers (PTX ISA 10) and warp-wide exchange (PTX ISA 9.7.9, 9.7.13). */
#include "kernels/sm90/ptx/types.hpp"

namespace moe::ptx {

MOE_DEVICE uint32_t thread_id() { return threadIdx.x; }
MOE_DEVICE uint32_t num_threads() { return blockDim.x; }
MOE_DEVICE uint32_t lane_id() { return threadIdx.x & 31; }
/** 10.4, %laneid, read where it stands and nowhere else: what follows from it is neither kept in
 * registers until then nor worked out anew after it. */
MOE_DEVICE uint32_t lane_id_anew() {
  uint32_t lane;
  asm volatile("mov.u32 %0, %%laneid;" : "=r"(lane));
  return lane;
}
/** Through a shuffle, so that the compiler knows it to be uniform over the warp. */
MOE_DEVICE uint32_t warp_id() { return __shfl_sync(0xffffffffu, threadIdx.x >> 5, 0); }
MOE_DEVICE uint32_t block_id() { return blockIdx.x; }
MOE_DEVICE uint32_t num_blocks() { return gridDim.x; }
/** %cluster_ctarank: this block's rank in its cluster; 0 without clusters. */
MOE_DEVICE uint32_t cluster_rank() {
  uint32_t rank;
  asm volatile("mov.u32 %0, %%cluster_ctarank;" : "=r"(rank));
  return rank;
}

/** 9.7.9, shfl.sync.up: the value of the lane `distance` below; lanes below that keep their own. */
MOE_DEVICE uint32_t shuffle_up(uint32_t value, uint32_t distance) {
  return __shfl_up_sync(0xffffffffu, value, distance);
}
/** 9.7.9, shfl.sync.idx: the value of lane `lane`. */
MOE_DEVICE uint32_t shuffle(uint32_t value, uint32_t lane) {
  return __shfl_sync(0xffffffffu, value, lane);
}
/** 9.7.13, redux.sync.max and .min: the largest and the smallest value of the warp. */
MOE_DEVICE uint32_t warp_max(uint32_t value) { return __reduce_max_sync(0xffffffffu, value); }
MOE_DEVICE uint32_t warp_min(uint32_t value) { return __reduce_min_sync(0xffffffffu, value); }
/** 9.7.13, redux.sync.add: the sum over the warp. */
MOE_DEVICE uint32_t warp_add(uint32_t value) { return __reduce_add_sync(0xffffffffu, value); }
/** 9.7.13, vote.sync.ballot: a bit per lane. */
MOE_DEVICE uint32_t ballot(bool predicate) { return __ballot_sync(0xffffffffu, predicate); }
/** 9.7.13, elect.sync: true in one lane of the converged warp. */
MOE_DEVICE bool elect_one() {
  uint32_t elected;
  asm volatile("{\n.reg .pred p;\nelect.sync _|p, 0xffffffff;\nselp.b32 %0, 1, 0, p;\n}"
               : "=r"(elected));
  return elected != 0;
}

}  // namespace moe::ptx
