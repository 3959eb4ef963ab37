#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "api/moe_kernels.h"
#include "measure/router_logits.hpp"
#include "reference/oracle.hpp"

namespace moe::measure {

/** The oracle's output for some tokens of a batch. */
struct ExpectedOutput {
  std::vector<int32_t> tokens;
  std::vector<uint16_t> values; /**< bf16 [tokens, output values per token] */
};

/**
 * Asks the oracle for chosen tokens whose inputs are fill_token(seed, kCheckInput, token). Slots
 * and then tokens are shared out among threads.
 *
 * @param stage    GEMM1: a token's row is its k slots [k, I]. GEMM2: inputs likewise. LAYER: [H]
 * @param weights  both GEMMs for LAYER, else the one of the stage
 */
ExpectedOutput expected_output(const moe_problem& problem, int32_t stage,
                               const reference::LayerWeights& weights, const RoutingSample& sample,
                               uint64_t seed, std::vector<int32_t> tokens, int32_t num_threads);

/** At most `count` distinct tokens of T: the first, the last and seeded others, ascending. */
std::vector<int32_t> choose_tokens(int32_t num_tokens, int32_t count, uint64_t seed);

}  // namespace moe::measure
