#pragma once
#include "emulator/machine.hpp"

namespace moe::emulator {

void init_mbarrier(uint32_t address, uint32_t arrivals, const Where& where);
/** An arrival of the current thread at a barrier of block `rank`. */
void arrive_mbarrier(int rank, uint32_t address, const Where& where);
void arrive_expecting(uint32_t address, uint32_t bytes, const Where& where);
void wait_mbarrier(uint32_t address, uint32_t parity, const Where& where);

/** The index of the barrier that a copy of the current thread into `block` is counted at. */
int begin_counted_copy(Block& block, uint32_t address, const Where& where);
/** A copy of `bytes` has landed that was issued in `phase`. */
void complete_counted_copy(Block& block, int barrier, uint32_t phase, uint32_t bytes);

}  // namespace moe::emulator
