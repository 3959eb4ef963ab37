#pragma once
#include <cstdint>

#include "emulator/report.hpp"

namespace moe::emulator {

/** Raises a flag in global memory and wakes who waits for it. */
void raise_flag(uint32_t* flag, const Where& where);
/** Until the flag is up. Blocks run one after the other, in order, so it is this block's to raise
 * unless one before has. */
void wait_flag(const uint32_t* flag, const Where& where);

}  // namespace moe::emulator
