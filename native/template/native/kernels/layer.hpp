#pragma once
#include <cstdint>
#include <vector>

#include "api/moe_kernels.h"

/** Weights of one GEMM in this library's layout. Here: as the checkpoint has them, copied. */
struct moe_weights {
  int32_t stage;
  int64_t rows;                 /**< N, per expert */
  int64_t depth;                /**< K */
  std::vector<uint8_t> values;  // [E, N, K/2]
  std::vector<uint8_t> scales;  // ue8m0 [E, N, K/32]
  std::vector<uint16_t> bias;   // bf16 [E, N]; empty without a bias
};

namespace my_kernels {

/** Output rows of gemm1 per expert: up and gate, or up alone. */
int64_t gemm1_rows(const moe_problem& problem);

/** The stage of `launch`, on the calling thread. Replace this by your kernel. */
void run(const moe_problem& problem, const moe_launch& launch);

}  // namespace my_kernels
