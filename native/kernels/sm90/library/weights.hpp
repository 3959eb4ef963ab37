#pragma once
#include "api/moe_kernels.h"
#include "kernels/common/problem.hpp"
#include "kernels/sm90/library/device_memory.hpp"
#include "kernels/sm90/library/tactics.hpp"

/** Weights of one GEMM in a family's layout, in the memory of one device. */
struct moe_weights {
  moe_problem problem;
  moe::Gemm gemm;
  moe::sm90::Layout layout;
  int32_t device;
  moe::sm90::DeviceMemory values;       // [E, N, K/2] in the family's layout, or records
  moe::sm90::DeviceMemory scales;       // as GemmParams has them; empty beside records
  moe::sm90::DeviceMemory bias;         // bf16 [E, N], empty without
  float sum_scale;                      // what sums of products are to be multiplied with
  moe::sm90::DeviceMemory input_scale;  // fp32 [K] of int4, empty: ones
  moe::sm90::DeviceMemory alpha;        // fp32 [E] of int4, empty: ones

  const uint16_t* bias_rows() const { return reinterpret_cast<const uint16_t*>(bias.data()); }
  const float* input_scales() const { return reinterpret_cast<const float*>(input_scale.data()); }
  const float* alphas() const { return reinterpret_cast<const float*>(alpha.data()); }
};

struct CUstream_st;

namespace moe::sm90 {

/** Bytes of prepared weights, bias included. */
size_t prepared_bytes(const Layout& layout, const moe_problem& problem, Gemm gemm);

/** Uploads and rearranges on `stream`; `host` may be released afterwards. */
moe_weights prepare_weights(const Layout& layout, const moe_problem& problem, Gemm gemm,
                            const moe_host_weights& host, int32_t device, CUstream_st* stream);

/** Throws MOE_INVALID_ARGUMENT unless `weights` are those of this GEMM, problem, layout and device.
 */
void require_matching(const moe_weights* weights, const Layout& layout, const moe_problem& problem,
                      Gemm gemm, int32_t device);

}  // namespace moe::sm90
