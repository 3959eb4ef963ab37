#pragma once
#include "api/moe_kernels.h"
#include "kernels/common/problem.hpp"
#include "kernels/sm90/gemm/traits.hpp"
#include "kernels/sm90/library/device_memory.hpp"

/** Weights of one GEMM in a family's layout, in the memory of one device. */
struct moe_weights {
  moe_problem problem;
  moe::Gemm gemm;
  moe::sm90::Family family;
  int32_t device;
  moe::sm90::DeviceMemory values;  // [E, N, K/2] in the family's layout, or records
  moe::sm90::DeviceMemory scales;  // [E, ceil(K/128), N, 4] ue8m0; empty beside records
  moe::sm90::DeviceMemory bias;    // bf16 [E, N], empty without
  float sum_scale;                 // what sums of products are to be multiplied with

  const uint16_t* bias_rows() const { return reinterpret_cast<const uint16_t*>(bias.data()); }
};

struct CUstream_st;

namespace moe::sm90 {

/** Bytes of prepared weights, bias included. */
size_t prepared_bytes(Family family, const moe_problem& problem, Gemm gemm);

/** Uploads and rearranges on `stream`; `host` may be released afterwards. */
moe_weights prepare_weights(Family family, const moe_problem& problem, Gemm gemm,
                            const moe_host_weights& host, int32_t device, CUstream_st* stream);

/** Throws MOE_INVALID_ARGUMENT unless `weights` are those of this GEMM, problem, layout and device.
 */
void require_matching(const moe_weights* weights, Family family, const moe_problem& problem,
                      Gemm gemm, int32_t device);

}  // namespace moe::sm90
