#pragma once
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::test {

/** The streaming family's loop on tile registers in plain C++, decoding with AVX-512. */
extern const cpu::InnerKernels kEmulatedRowTiles;

/** The same, decoding with AVX-512 VBMI, as the tactic does. */
extern const cpu::InnerKernels kEmulatedRowTilesVbmi;

}  // namespace moe::test
