#pragma once
#include <cstdint>
#include <vector>

#include "api/moe_kernels.h"
#include "measure/memory.hpp"
#include "measure/random_stream.hpp"

namespace moe::measure {

/**
 * Seeded weights of one GEMM as a checkpoint has them.
 *
 * Values: e2m1 codes of normal values (normal_tables.hpp). Scales: a narrow bell in the exponent,
 * per group of 32: centre + (-2, -1, 0, 1, 2) with the odds 1:4:6:4:1, the centre chosen from K so
 * that a row's product with N(0, 1) inputs is N(0, about 1): e.g. 2^-7 for K = 2880, 2^-4 for K
 * = 64. Biases: N(0, 1/4).
 *
 * int4_fp8 likewise: int4 codes of normal values; scales per group of 128, bf16 of centre times
 * 1/2, 3/4, 1, 5/4, 3/2 with the same odds; input scales 16 less or more 5 % and alphas 1/16 less
 * or more 25 %, so that a channel's or an expert's cannot be taken for another's.
 *
 * The same seed gives the same weights for every number of threads.
 */
class HostWeights {
 public:
  /** @param stage GEMM1 or GEMM2. Throws Failure(kOutOfMemory). */
  HostWeights(const moe_problem& problem, int32_t stage, uint64_t seed, int32_t num_threads);

  /** Valid as long as this object. */
  const moe_host_weights& view() const { return view_; }

 private:
  /** @param out part of an expert's scales, `count` of them, that begins at `first` */
  static void fill_scales(int32_t scheme, int64_t depth, const RandomStream& stream, int64_t first,
                          int64_t count, uint8_t* out);
  void make_factors(int32_t num_experts, int64_t depth, int32_t stage, uint64_t seed);

  HugeMemory values_;               // uint8 [E, N, K/2]
  HugeMemory scales_;               // uint8 [E, N, K/32] or bf16 [E, N, K/128]
  HugeMemory bias_;                 // bf16 [E, N]
  std::vector<float> input_scale_;  // [K], int4_fp8
  std::vector<float> alpha_;        // [E], int4_fp8
  moe_host_weights view_{};
};

/** ue8m0 code of the middle of the bell for rows of `depth` values. */
uint8_t central_scale(int64_t depth);
/** The middle of the bell of int4_fp8. */
float central_int4_scale(int64_t depth);

}  // namespace moe::measure
