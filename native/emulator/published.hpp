#pragma once
#include "emulator/report.hpp"
#include "kernels/sm90/ptx/types.hpp"

namespace moe::emulator {

/** Publishes words in global memory and wakes who waits for them. */
void publish(ptx::Vector4* to, const ptx::Vector4& words, const Where& where);
/** Waits until all four words are there, where a device would give what there is. Blocks run one
 * after the other, in order, so they are this block's to publish unless one before has. */
ptx::Vector4 load_published(const ptx::Vector4* from, const Where& where);

}  // namespace moe::emulator
