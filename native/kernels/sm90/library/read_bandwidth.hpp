#pragma once
#include "api/moe_kernels.h"

namespace moe::sm90 {

/** Bytes per second that the context's device reads from its own memory, writing nothing: the
 * median of nine passes over up to 8 GiB. Throws Error, MOE_OUT_OF_MEMORY where not even five times
 * the L2 is free. */
double measure_read_bandwidth(const moe_context& context);

}  // namespace moe::sm90
