#pragma once
/** The kernel behind a device's roof: reading alone, by the copies that the weight-bound kernels
 * use. */
#include <cstdint>

#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** Bytes of shared memory in front of the stages: their barriers. */
inline constexpr uint32_t kReadStreamHead = 8 * 16;

/** One block's part of the bytes, by one thread. */
struct ReadStreamParams {
  const uint8_t* from;  // [bytes]
  uint64_t bytes;
  uint32_t stage_bytes;  // a multiple of 16
  uint32_t stages;       // copies in flight, at most 16
};

/** A copy is overwritten as soon as it has arrived: nothing is written to memory. Launch with one
 * thread a block and kReadStreamHead + stages * stage_bytes of shared memory.
 * @tparam kOnce  whether lines leave the L2 first, as those of the weights do */
template <bool kOnce = false>
MOE_DEVICE void read_stream(const ReadStreamParams& params, uint32_t block, uint32_t blocks) {
  const auto [from, bytes, stage_bytes, stages] = params;
  const uint32_t base = ptx::shared_base();
  const uint32_t data = base + kReadStreamHead;
  for (uint32_t s = 0; s < stages; ++s) ptx::mbarrier_init(base + 8 * s, 1);
  ptx::fence_mbarrier_init();
  const uint64_t copies = bytes / stage_bytes;
  const uint64_t first = copies * block / blocks;
  const uint64_t count = copies * (block + 1) / blocks - first;
  for (uint64_t i = 0; i < count + stages; ++i) {
    const uint32_t stage = static_cast<uint32_t>(i % stages);
    const auto pass = static_cast<uint32_t>(i / stages);
    if (i >= stages) ptx::mbarrier_wait(base + 8 * stage, (pass - 1) & 1);
    if (i < count) {
      ptx::mbarrier_arrive_expect_tx(base + 8 * stage, stage_bytes);
      const uint32_t to = data + stage * stage_bytes;
      const uint8_t* const copied = from + (first + i) * stage_bytes;
      if constexpr (kOnce) {
        ptx::copy_bulk_once(to, copied, stage_bytes, base + 8 * stage);
      } else {
        ptx::copy_bulk(to, copied, stage_bytes, base + 8 * stage);
      }
    } else {
      ptx::mbarrier_arrive_expect_tx(base + 8 * stage, 0);
    }
  }
}

}  // namespace moe::sm90
