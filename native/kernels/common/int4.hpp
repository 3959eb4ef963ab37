#pragma once
/** The weights of int4_fp8: two's complement nibbles in groups of 128 along K that share one bf16
 * scale; and the parts of moe_host_weights that only this scheme has. */
#include <cstddef>
#include <cstdint>

#include "api/moe_kernels.h"
#include "kernels/common/bf16.hpp"
#include "kernels/common/e4m3.hpp"

namespace moe {

/** Values that share a scale. */
inline constexpr int kInt4Group = 128;

/** -8 to 7. */
[[gnu::always_inline]] inline int int4_value(int code) { return (code ^ 8) - 8; }

/** One value of a GEMM's input as it is multiplied, bf16 that e4m3 holds: bf16 holds all of e4m3.
 */
inline uint16_t quantised(uint16_t input, float input_scale) {
  return float_to_bf16(e4m3_to_float(float_to_e4m3(bf16_to_float(input) * input_scale)));
}

/** Fields that callers built before int4_fp8 do not have; null: ones. */
struct Int4Factors {
  const float* input_scale;  // [K]
  const float* alpha;        // [E]
};

inline Int4Factors int4_factors(const moe_host_weights& weights) {
  const bool has_them =
      weights.struct_size >= offsetof(moe_host_weights, alpha) + sizeof(weights.alpha);
  return has_them ? Int4Factors{weights.input_scale, weights.alpha} : Int4Factors{};
}

}  // namespace moe
