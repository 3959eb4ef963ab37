#pragma once
#include "kernels/sm90/library/context.hpp"
#include "kernels/sm90/library/weights.hpp"

namespace moe::sm90 {

/** Bytes of workspace of any launch of up to `max_tokens`. */
size_t workspace_bytes(const moe_problem& problem, int64_t max_tokens);

/** Launches one stage on the context's stream. The caller has checked that tactics support it. */
void run_stage(moe_context& context, const moe_problem& problem, const moe_launch& launch);

}  // namespace moe::sm90
