#include "kernels/common/problem.hpp"

namespace moe {

namespace {

std::string not_a_multiple(const char* dimension, int64_t value, int64_t multiple) {
  return std::string(dimension) + " " + std::to_string(value) + " is not a multiple of " +
         std::to_string(multiple);
}

}  // namespace

bool is_gated(const moe_problem& problem) {
  return problem.activation == MOE_ACTIVATION_SWIGLU ||
         problem.activation == MOE_ACTIVATION_SWIGLU_OAI ||
         problem.activation == MOE_ACTIVATION_GEGLU;
}

GemmShape shape_of(const moe_problem& problem, Gemm gemm) {
  const bool gated = is_gated(problem);
  if (gemm == Gemm::kFirst) {
    const int64_t rows = int64_t{problem.intermediate_size} * (gated ? 2 : 1);
    return {problem.num_experts, rows, problem.hidden_size, gated};
  }
  return {problem.num_experts, problem.hidden_size, problem.intermediate_size, false};
}

bool same_weights(const moe_problem& a, const moe_problem& b) {
  return a.scheme == b.scheme && a.hidden_size == b.hidden_size &&
         a.intermediate_size == b.intermediate_size && a.num_experts == b.num_experts &&
         is_gated(a) == is_gated(b) && a.has_bias == b.has_bias;
}

std::string layout_complaint(const moe_problem& problem, Gemm gemm, LayoutMultiples multiples) {
  const bool first = gemm == Gemm::kFirst;
  const char* const k_name = first ? "hidden size" : "intermediate size";
  const int64_t k = first ? problem.hidden_size : problem.intermediate_size;
  const char* const rows_name = first ? "intermediate size" : "hidden size";
  const int64_t rows = first ? problem.intermediate_size : problem.hidden_size;
  if (k % multiples.k != 0) {
    return not_a_multiple(k_name, k, multiples.k) + ", the weights that are taken at a time";
  }
  if (rows % multiples.rows != 0) {
    return not_a_multiple(rows_name, rows, multiples.rows) + ", the rows of one tile of the layout";
  }
  return {};
}

const char* scheme_name(int32_t scheme) {
  return scheme == MOE_SCHEME_INT4_FP8 ? "int4_fp8" : "mxfp4_bf16";
}

std::string scheme_complaint(const moe_problem& problem, int32_t scheme) {
  return problem.scheme == scheme ? std::string{}
                                  : std::string("takes scheme ") + scheme_name(scheme) +
                                        "; the problem's is " + scheme_name(problem.scheme);
}

std::string problem_complaint(const moe_problem& problem) {
  if (problem.struct_size < sizeof(moe_problem)) {
    return "the problem's structure is older than this library";
  }
  if (problem.scheme != MOE_SCHEME_MXFP4_BF16 && problem.scheme != MOE_SCHEME_INT4_FP8) {
    return "unknown scheme " + std::to_string(problem.scheme);
  }
  if (problem.hidden_size < 1 || problem.intermediate_size < 1 || problem.num_experts < 1 ||
      problem.top_k < 1) {
    return "sizes must be at least 1";
  }
  if (problem.top_k > problem.num_experts) {
    return "top-k " + std::to_string(problem.top_k) + " is more than the " +
           std::to_string(problem.num_experts) + " experts there are";
  }
  if (problem.activation < MOE_ACTIVATION_NONE || problem.activation > MOE_ACTIVATION_RELU2) {
    return "unknown activation " + std::to_string(problem.activation);
  }
  return {};
}

}  // namespace moe
