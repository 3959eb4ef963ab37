#include "measure/shapes.hpp"

#include <string>

#include "kernels/common/mxfp4.hpp"
#include "measure/failure.hpp"
#include "reference/activation.hpp"

namespace moe::measure {

GemmShape gemm_shape(const moe_problem& problem, int32_t stage) {
  if (stage == MOE_STAGE_GEMM1) {
    return {reference::gemm1_rows(problem), problem.hidden_size};
  }
  return {problem.hidden_size, problem.intermediate_size};
}

TokenShape token_shape(const moe_problem& problem, int32_t stage) {
  const int64_t hidden = problem.hidden_size;
  const int64_t slots = int64_t{problem.top_k} * problem.intermediate_size;
  return {stage == MOE_STAGE_GEMM2 ? slots : hidden, stage == MOE_STAGE_GEMM1 ? slots : hidden};
}

const char* stage_name(int32_t stage) {
  switch (stage) {
    case MOE_STAGE_GEMM1:
      return "gemm1";
    case MOE_STAGE_GEMM2:
      return "gemm2";
    default:
      return "layer";
  }
}

namespace {

void require_size(bool holds, const std::string& rule) {
  if (!holds) {
    throw Failure(FailureKind::kUnsupported, rule);
  }
}

}  // namespace

void require_valid(const moe_problem& problem) {
  require_size(problem.scheme == MOE_SCHEME_MXFP4_BF16,
               "weights can be made for scheme mxfp4_bf16 only");
  require_size(problem.hidden_size > 0 && problem.hidden_size % kMxfp4Group == 0,
               "hidden size " + std::to_string(problem.hidden_size) +
                   " is not a positive multiple of 32, the values that share a scale");
  require_size(problem.intermediate_size > 0 && problem.intermediate_size % kMxfp4Group == 0,
               "intermediate size " + std::to_string(problem.intermediate_size) +
                   " is not a positive multiple of 32, the values that share a scale");
  require_size(problem.num_experts > 0, "the number of experts must be positive");
  require_size(problem.top_k > 0 && problem.top_k <= problem.num_experts,
               "top-k " + std::to_string(problem.top_k) + " is not between 1 and the " +
                   std::to_string(problem.num_experts) + " experts");
}

}  // namespace moe::measure
