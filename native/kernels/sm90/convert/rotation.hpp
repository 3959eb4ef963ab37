#pragma once
#include "kernels/sm90/ptx/types.hpp"

namespace moe::sm90 {

/** Modulo 32. */
MOE_DEVICE constexpr uint32_t rotated_left(uint32_t word, uint32_t bits) {
  return bits == 0 ? word : word << bits | word >> (32 - bits);
}

}  // namespace moe::sm90
