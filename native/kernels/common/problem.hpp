#pragma once
#include <cstdint>
#include <string>

#include "api/moe_kernels.h"

namespace moe {

/** The two GEMMs of a layer. */
enum class Gemm { kFirst, kSecond };

/** Sizes of one GEMM: [E, N, K]. */
struct GemmShape {
  int64_t num_experts;
  int64_t rows;  // N
  int64_t k;
  /** Whether rows [0, N/2) are up and [N/2, N) gate, which belong together pairwise. */
  bool paired;
};

bool is_gated(const moe_problem& problem);
GemmShape shape_of(const moe_problem& problem, Gemm gemm);

/** Whether two problems have weights of the same shape. */
bool same_weights(const moe_problem& a, const moe_problem& b);

/** What a layout needs N (each half of N, when paired) and K to be multiples of. */
struct LayoutMultiples {
  int32_t rows;
  int32_t k;
};

/** Why a layout cannot hold the problem, naming dimension and multiple; empty when it can. */
std::string layout_complaint(const moe_problem& problem, Gemm gemm, LayoutMultiples multiples);

/** "mxfp4_bf16" or "int4_fp8". */
const char* scheme_name(int32_t scheme);

/** Why a tactic of one scheme cannot run the problem: it is of the other; empty when it is not. */
std::string scheme_complaint(const moe_problem& problem, int32_t scheme);

/** What is wrong with the problem for any kernel of this library; empty when nothing is. */
std::string problem_complaint(const moe_problem& problem);

}  // namespace moe
