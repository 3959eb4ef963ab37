#pragma once
#include <vector>

#include "api/moe_kernels.h"
#include "kernels/cpu/huge_buffer.hpp"
#include "kernels/cpu/inner_kernel.hpp"
#include "kernels/cpu/tactics.hpp"
#include "kernels/cpu/thread_pool.hpp"

/** Packed weights of one GEMM; they know their layout and problem, so that wrong ones are refused.
 */
struct moe_weights {
  moe_problem problem;
  moe::Gemm gemm;
  moe::cpu::Layout layout;
  moe::cpu::HugeBuffer values;
  moe::cpu::HugeBuffer scales;     // empty where scales are kept with the values
  std::vector<float> bias;         // [E, N], or empty
  std::vector<float> input_scale;  // [K], or empty: ones
  std::vector<float> alpha;        // [E], or empty: ones

  moe::cpu::PackedWeights view() const;
  /** The biases of an expert, [N]; nullptr when there are none. */
  const float* bias_of(int64_t expert) const;
  float alpha_of(int64_t expert) const;
};

namespace moe::cpu {

/** Bytes of values and scales in the layout. */
size_t packed_bytes(Layout layout, const GemmShape& shape);

/** Packs with all threads of the pool; pages are first touched by the threads that fill them. */
moe_weights pack_weights(ThreadPool& pool, Layout layout, const moe_problem& problem, Gemm gemm,
                         const moe_host_weights& host);

/** Refuses weights of another layout, GEMM or problem, in words. */
void require_matching(const moe_weights* weights, Layout layout, const moe_problem& problem,
                      Gemm gemm);

}  // namespace moe::cpu
