#pragma once
#include <cstdint>

#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu {

/** Bytes of `k` arranged activations. */
size_t arranged_bytes(const Arrangement& arrangement, int64_t k);

/** Whether bf16 rows can be used as they are. */
bool is_identity(const Arrangement& arrangement);

/** One row of activations, bf16 [K], in the order and type that an inner loop wants. */
void arrange_row(const Arrangement& arrangement, const uint16_t* row, int64_t k, void* arranged);

}  // namespace moe::cpu
