#pragma once
#include <cstdint>
#include <span>

#include "measure/random_stream.hpp"

namespace moe::measure {

/**
 * One token's activations: bf16 of N(0, 1), the same wherever and however often they are made.
 * @param out bf16 [values per token]
 */
void fill_token(uint64_t seed, Purpose purpose, int64_t token, std::span<uint16_t> out);

/** fill_token for tokens 0, 1, ... @param out bf16 [T, values_per_token] */
void fill_tokens(uint64_t seed, Purpose purpose, int64_t values_per_token, int32_t num_threads,
                 std::span<uint16_t> out);

}  // namespace moe::measure
