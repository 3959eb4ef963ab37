#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/**
 * The ue8m0 scale of group `index` out of four packed ones, as the code in the exponent field of an
 * fp32: 0 becomes 0 (the format says 2^-127) and 255 becomes infinity (the format says NaN). See
 * kernels/common/mxfp4.hpp.
 */
MOE_DEVICE float scale_of(uint32_t packed, uint32_t index) {
  // Byte `index` to the top, the others zero; then one to the right of the sign.
  return ptx::as_float(ptx::prmt(packed, 0, index << 12 | 0x0444u) >> 1);
}

}  // namespace moe::sm90
