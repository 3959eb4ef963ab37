#include "measure/shapes.hpp"

#include <string>

#include "kernels/common/int4.hpp"
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

void require_groups(const char* dimension, int32_t size, int32_t group) {
  require_size(size > 0 && size % group == 0, std::string(dimension) + " " + std::to_string(size) +
                                                  " is not a positive multiple of " +
                                                  std::to_string(group) +
                                                  ", the values that share a scale");
}

}  // namespace

int32_t scale_group(int32_t scheme) {
  return scheme == MOE_SCHEME_INT4_FP8 ? kInt4Group : kMxfp4Group;
}

void require_valid(const moe_problem& problem) {
  const bool is_known =
      problem.scheme == MOE_SCHEME_MXFP4_BF16 || problem.scheme == MOE_SCHEME_INT4_FP8;
  require_size(is_known, "unknown scheme " + std::to_string(problem.scheme));
  require_groups("hidden size", problem.hidden_size, scale_group(problem.scheme));
  require_groups("intermediate size", problem.intermediate_size, scale_group(problem.scheme));
  require_size(problem.num_experts > 0, "the number of experts must be positive");
  require_size(problem.top_k > 0 && problem.top_k <= problem.num_experts,
               "top-k " + std::to_string(problem.top_k) + " is not between 1 and the " +
                   std::to_string(problem.num_experts) + " experts");
}

}  // namespace moe::measure
