#include "reference/activation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace moe::reference {

namespace {

float sigmoid(float x) { return 1.0f / (1.0f + std::exp(-x)); }

}  // namespace

int32_t gemm1_rows(const moe_problem& problem) {
  const bool gated =
      problem.activation != MOE_ACTIVATION_NONE && problem.activation != MOE_ACTIVATION_RELU2;
  return gated ? 2 * problem.intermediate_size : problem.intermediate_size;
}

float activate(const moe_problem& problem, float up, float gate) {
  switch (problem.activation) {
    case MOE_ACTIVATION_SWIGLU:
      return gate * sigmoid(gate) * up;
    case MOE_ACTIVATION_SWIGLU_OAI: {
      const float limit = problem.swiglu_limit;
      const float g = std::min(gate, limit);
      const float u = std::clamp(up, -limit, limit);
      return g * sigmoid(problem.swiglu_alpha * g) * (u + problem.swiglu_beta);
    }
    case MOE_ACTIVATION_GEGLU:
      return 0.5f * gate * (1.0f + std::erf(gate / std::numbers::sqrt2_v<float>)) * up;
    case MOE_ACTIVATION_RELU2: {
      const float positive = std::max(up, 0.0f);
      return positive * positive;
    }
    default:
      return up;
  }
}

}  // namespace moe::reference
