#pragma once
#include <cstdint>

#include "api/moe_kernels.h"
#include "measure/memory.hpp"

namespace moe::measure {

/**
 * Seeded weights of one GEMM as a checkpoint has them.
 *
 * Values: e2m1 codes of normal values (normal_tables.hpp). Scales: a narrow bell in the exponent,
 * per group of 32: centre + (-2, -1, 0, 1, 2) with the odds 1:4:6:4:1, the centre chosen from K so
 * that a row's product with N(0, 1) inputs is N(0, about 1): e.g. 2^-7 for K = 2880, 2^-4 for K
 * = 64. Biases: N(0, 1/4). The same seed gives the same weights for every number of threads.
 */
class HostWeights {
 public:
  /** @param stage GEMM1 or GEMM2. Throws Failure(kOutOfMemory). */
  HostWeights(const moe_problem& problem, int32_t stage, uint64_t seed, int32_t num_threads);

  /** Valid as long as this object. */
  const moe_host_weights& view() const { return view_; }

 private:
  HugeMemory values_;  // uint8 [E, N, K/2]
  HugeMemory scales_;  // uint8 [E, N, K/32]
  HugeMemory bias_;    // bf16 [E, N]
  moe_host_weights view_{};
};

/** ue8m0 code of the middle of the bell for rows of `depth` values. */
uint8_t central_scale(int64_t depth);

}  // namespace moe::measure
