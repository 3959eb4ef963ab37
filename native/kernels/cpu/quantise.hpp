#pragma once
#include <cstdint>

#include "kernels/cpu/thread_pool.hpp"
#include "kernels/cpu/weights.hpp"

namespace moe::cpu {

/** Rows of a GEMM's input, and where they go: bf16 [count, K] both. */
struct QuantisedRows {
  const uint16_t* input;
  int64_t count;
  uint16_t* output;
};

/** Times the input scales of the weights and rounded to e4m3, each value as the bf16 that it is. */
void quantise_rows(ThreadPool& pool, const moe_weights& weights, const QuantisedRows& rows);

}  // namespace moe::cpu
