#pragma once
#include <cstdint>

#include "kernels/common/int4.hpp"
#include "kernels/common/mxfp4.hpp"

namespace moe::cpu::natural {

/** Bytes of the scales of a row: ue8m0 [K/32], or bf16 [K/128]. */
[[gnu::always_inline]] inline int64_t scale_bytes(int32_t scheme, int64_t k) {
  return scheme == MOE_SCHEME_INT4_FP8 ? k / kInt4Group * 2 : k / kMxfp4Group;
}

}  // namespace moe::cpu::natural
