/** How long the seeded weights of a gpt-oss-20b layer (423 MB) take with every hardware thread. */
#include <chrono>
#include <cstdio>

#include "measure/host_weights.hpp"
#include "measure/parallel.hpp"

int main() {
  using namespace moe::measure;
  const moe_problem problem{.struct_size = sizeof(moe_problem),
                            .scheme = MOE_SCHEME_MXFP4_BF16,
                            .hidden_size = 2880,
                            .intermediate_size = 2880,
                            .num_experts = 32,
                            .top_k = 4,
                            .activation = MOE_ACTIVATION_SWIGLU_OAI,
                            .has_bias = 1,
                            .swiglu_alpha = 1.702f,
                            .swiglu_beta = 1,
                            .swiglu_limit = 7};
  for (int run = 0; run < 3; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    const HostWeights gemm1(problem, MOE_STAGE_GEMM1, 1, usable_threads());
    const HostWeights gemm2(problem, MOE_STAGE_GEMM2, 1, usable_threads());
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::printf("weights of gpt-oss-20b with %d threads: %.3f s\n", usable_threads(),
                seconds.count());
  }
}
