#include "kernels/cpu/activation.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "kernels/common/bf16.hpp"
#include "kernels/cpu/vector_clones.hpp"

namespace moe::cpu {

namespace {

/**
 * Where fp32 ends for e^x, hidden from the compiler. GCC 12 would take a clamped argument for a
 * case of its own, with a constant for its e^x, and compute gate * 1.6e-38 for every value:
 * subnormal, so an assist of the processor each time and three times the time of the whole.
 */
[[gnu::always_inline]] inline float exp_limit() {
  float limit = 87.0f;
  asm("" : "+m"(limit));
  return limit;
}

/**
 * e^x with a relative error under 2e-7, without a branch so that loops over it become vectors:
 * x = n ln 2 + r with |r| <= ln 2 / 2, a polynomial in r (Taylor to r^7), and n added to the
 * exponent. Arguments are clamped to +-limit.
 */
[[gnu::always_inline]] inline float exp_approximation(float x, float limit) {
  const float clamped = std::min(std::max(x, -limit), limit);
  const float scaled = clamped * 1.44269504f;
  // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer.
  const float n = (scaled + 12582912.0f) - 12582912.0f;
  const float r = (clamped - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.0f / 5040.0f;
  p = p * r + 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  const int32_t exponent = (static_cast<int32_t>(n) + 127) << 23;
  return p * std::bit_cast<float>(exponent);
}

[[gnu::always_inline]] inline float sigmoid(float x, float limit) {
  return 1.0f / (1.0f + exp_approximation(-x, limit));
}

MOE_VECTOR_CLONES
void swiglu(const float* up, const float* gate, int64_t count, uint16_t* out) {
  const float end = exp_limit();
  for (int64_t i = 0; i < count; ++i) {
    out[i] = float_to_bf16(gate[i] * sigmoid(gate[i], end) * up[i]);
  }
}

MOE_VECTOR_CLONES
void swiglu_oai(float alpha, float beta, float limit, const float* up, const float* gate,
                int64_t count, uint16_t* out) {
  const float end = exp_limit();
  for (int64_t i = 0; i < count; ++i) {
    const float g = std::min(gate[i], limit);
    const float u = std::min(std::max(up[i], -limit), limit);
    out[i] = float_to_bf16(g * sigmoid(alpha * g, end) * (u + beta));
  }
}

void geglu(const float* up, const float* gate, int64_t count, uint16_t* out) {
  for (int64_t i = 0; i < count; ++i) {
    out[i] = float_to_bf16(0.5f * gate[i] * (1.0f + std::erf(gate[i] * 0.70710678f)) * up[i]);
  }
}

MOE_VECTOR_CLONES
void relu2(const float* up, int64_t count, uint16_t* out) {
  for (int64_t i = 0; i < count; ++i) {
    const float positive = std::max(up[i], 0.0f);
    out[i] = float_to_bf16(positive * positive);
  }
}

}  // namespace

MOE_VECTOR_CLONES
void round_to_bf16(const float* values, int64_t count, uint16_t* out) {
  for (int64_t i = 0; i < count; ++i) {
    out[i] = float_to_bf16(values[i]);
  }
}

void activate(const moe_problem& problem, const float* up, const float* gate, int64_t count,
              uint16_t* out) {
  switch (problem.activation) {
    case MOE_ACTIVATION_SWIGLU:
      return swiglu(up, gate, count, out);
    case MOE_ACTIVATION_SWIGLU_OAI:
      return swiglu_oai(problem.swiglu_alpha, problem.swiglu_beta, problem.swiglu_limit, up, gate,
                        count, out);
    case MOE_ACTIVATION_GEGLU:
      return geglu(up, gate, count, out);
    case MOE_ACTIVATION_RELU2:
      return relu2(up, count, out);
    default:
      return round_to_bf16(up, count, out);
  }
}

}  // namespace moe::cpu
