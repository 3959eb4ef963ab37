#pragma once
#include "emulator/machine.hpp"

namespace moe::emulator {

inline constexpr uint32_t kGranule = 16;  // bytes that accesses are tracked by

/** Checks and records a plain access of the current thread. @return the bytes */
uint8_t* read_shared(uint32_t address, uint32_t bytes, const Where& where);
uint8_t* write_shared(uint32_t address, uint32_t bytes, const Where& where);

/** A read through the asynchronous proxy by the current thread: plain stores before it must have
 * been fenced by the storing warp. */
void check_async_read(uint32_t address, uint32_t bytes, const Where& where);
/** Records that the four warps of a warpgroup have read these bytes. */
void record_warpgroup_read(Block& block, int warpgroup, uint32_t address, uint32_t bytes);

/** A copy into `block` is issued by the current thread: the bytes are poisoned until it lands. */
void begin_copy(Block& block, uint32_t address, uint32_t bytes, int agent, uint32_t step,
                const Where& where);
void end_copy(Block& block, uint32_t address, uint32_t bytes);

void check_shared_bounds(const Block& block, uint32_t address, uint32_t bytes, const Where& where);
/** fence.proxy.async by the current thread. */
void fence_proxy(const Where& where);
/** Marks the granule of an mbarrier; a plain access to it is a fault. */
void claim_for_mbarrier(uint32_t address);
/** Whether the current thread is ordered after the initialisation at `address` of `block`. */
void check_mbarrier_visible(const Block& block, uint32_t address, const Where& where);
/** What a release by the current thread publishes, and the start of its warp's next step. */
void release_into(VectorClock& clock);

}  // namespace moe::emulator
