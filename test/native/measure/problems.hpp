#pragma once
#include <limits>
#include <string>

#include "api/moe_kernels.h"
#include "measure/failure.hpp"

namespace moe::test {

/** A layer that the oracle computes in microseconds. */
inline moe_problem tiny_problem() {
  return {.struct_size = sizeof(moe_problem),
          .scheme = MOE_SCHEME_MXFP4_BF16,
          .hidden_size = 64,
          .intermediate_size = 32,
          .num_experts = 8,
          .top_k = 2,
          .activation = MOE_ACTIVATION_SWIGLU,
          .has_bias = 1,
          .swiglu_alpha = 1,
          .swiglu_beta = 0,
          .swiglu_limit = std::numeric_limits<float>::infinity()};
}

/** The words of the Failure that `body` throws; "" when it throws none. */
template <class Body>
std::string failure_of(Body body) {
  try {
    body();
  } catch (const measure::Failure& failure) {
    return failure.what();
  }
  return "";
}

/** The kind of the Failure that `body` throws, which it must. */
template <class Body>
measure::FailureKind failure_kind_of(Body body) {
  try {
    body();
  } catch (const measure::Failure& failure) {
    return failure.kind();
  }
  throw std::runtime_error("nothing failed");
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace moe::test
