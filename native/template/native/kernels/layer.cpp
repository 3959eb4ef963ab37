#include "kernels/layer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

namespace my_kernels {

namespace {

constexpr int64_t kGroup = 32;  // values that share a scale

float from_bf16(uint16_t bits) { return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16); }

/** Round to nearest, ties to even. */
uint16_t to_bf16(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  return static_cast<uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

/** e2m1: sign, two bits of exponent, one of mantissa. */
float from_e2m1(uint8_t code) {
  constexpr std::array<float, 8> kMagnitudes = {0, 0.5f, 1, 1.5f, 2, 3, 4, 6};
  const float magnitude = kMagnitudes[code & 7];
  return (code & 8) != 0 ? -magnitude : magnitude;
}

/** Product of row `row` of an expert's weights with `input` [K], and the bias. */
float dot(const moe_weights& weights, int64_t expert, int64_t row, const float* input) {
  const int64_t place = expert * weights.rows + row;
  const uint8_t* const values = weights.values.data() + place * weights.depth / 2;
  const uint8_t* const scales = weights.scales.data() + place * weights.depth / kGroup;
  float sum = 0;
  for (int64_t group = 0; group < weights.depth / kGroup; ++group) {
    float partial = 0;
    for (int64_t k = group * kGroup; k < (group + 1) * kGroup; k += 2) {
      const uint8_t pair = values[k / 2];
      partial += from_e2m1(pair & 15) * input[k] + from_e2m1(pair >> 4) * input[k + 1];
    }
    sum += std::ldexp(partial, scales[group] - 127);
  }
  return weights.bias.empty() ? sum : sum + from_bf16(weights.bias[static_cast<size_t>(place)]);
}

float activate(const moe_problem& problem, float up, float gate) {
  switch (problem.activation) {
    case MOE_ACTIVATION_SWIGLU:
      return gate / (1 + std::exp(-gate)) * up;
    case MOE_ACTIVATION_SWIGLU_OAI: {
      const float g = std::min(gate, problem.swiglu_limit);
      const float u = std::clamp(up, -problem.swiglu_limit, problem.swiglu_limit);
      return g / (1 + std::exp(-problem.swiglu_alpha * g)) * (u + problem.swiglu_beta);
    }
    case MOE_ACTIVATION_GEGLU:
      return 0.5f * gate * (1 + std::erf(gate * 0.70710678f)) * up;
    case MOE_ACTIVATION_RELU2:
      return std::max(up, 0.0f) * std::max(up, 0.0f);
    default:
      return up;
  }
}

std::vector<float> widened(const uint16_t* values, int64_t count) {
  std::vector<float> wide(static_cast<size_t>(count));
  std::transform(values, values + count, wide.begin(), from_bf16);
  return wide;
}

/** `input` bf16 [H] to `output` bf16 [I]. */
void gemm1_slot(const moe_problem& problem, const moe_weights& weights, int64_t expert,
                const uint16_t* input, uint16_t* output) {
  const bool gated = weights.rows == 2 * problem.intermediate_size;
  const auto wide = widened(input, problem.hidden_size);
  for (int64_t row = 0; row < problem.intermediate_size; ++row) {
    const float up = dot(weights, expert, row, wide.data());
    const float gate =
        gated ? dot(weights, expert, row + problem.intermediate_size, wide.data()) : 0;
    output[row] = to_bf16(activate(problem, up, gate));
  }
}

/** `slots` bf16 [k, I] of one token, weighted, to `output` bf16 [H]. */
void gemm2_token(const moe_problem& problem, const moe_weights& weights, const int32_t* experts,
                 const float* shares, const uint16_t* slots, uint16_t* output) {
  std::vector<float> sums(static_cast<size_t>(problem.hidden_size));
  for (int64_t choice = 0; choice < problem.top_k; ++choice) {
    const auto wide =
        widened(slots + choice * problem.intermediate_size, problem.intermediate_size);
    for (int64_t row = 0; row < problem.hidden_size; ++row) {
      sums[static_cast<size_t>(row)] +=
          shares[choice] * dot(weights, experts[choice], row, wide.data());
    }
  }
  std::transform(sums.begin(), sums.end(), output, to_bf16);
}

/** Softmax, top-k, renormalise: the softmax of the k largest logits; ties to the lower expert. */
void route(const moe_problem& problem, const float* logits, int32_t* experts, float* shares) {
  std::vector<int32_t> order(static_cast<size_t>(problem.num_experts));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int32_t a, int32_t b) { return logits[a] > logits[b]; });
  float sum = 0;
  for (int32_t choice = 0; choice < problem.top_k; ++choice) {
    experts[choice] = order[static_cast<size_t>(choice)];
    shares[choice] = std::exp(logits[experts[choice]] - logits[experts[0]]);
    sum += shares[choice];
  }
  std::for_each(shares, shares + problem.top_k, [&](float& share) { share /= sum; });
}

}  // namespace

int64_t gemm1_rows(const moe_problem& problem) {
  const bool gated =
      problem.activation != MOE_ACTIVATION_NONE && problem.activation != MOE_ACTIVATION_RELU2;
  return gated ? 2 * int64_t{problem.intermediate_size} : problem.intermediate_size;
}

void run(const moe_problem& problem, const moe_launch& launch) {
  const int64_t k = problem.top_k;
  std::vector<int32_t> experts(static_cast<size_t>(k));
  std::vector<float> shares(static_cast<size_t>(k));
  std::vector<uint16_t> slots(static_cast<size_t>(k * problem.intermediate_size));
  for (int64_t token = 0; token < launch.num_tokens; ++token) {
    if (launch.stage == MOE_STAGE_LAYER && launch.router_logits != nullptr) {
      route(problem, launch.router_logits + token * problem.num_experts, experts.data(),
            shares.data());
    } else {
      std::copy_n(launch.expert_ids + token * k, k, experts.begin());
      if (launch.stage != MOE_STAGE_GEMM1) {
        std::copy_n(launch.expert_weights + token * k, k, shares.begin());
      }
    }
    const uint16_t* between = launch.input + token * k * problem.intermediate_size;
    if (launch.stage != MOE_STAGE_GEMM2) {
      uint16_t* const out = launch.stage == MOE_STAGE_GEMM1
                                ? launch.output + token * k * problem.intermediate_size
                                : slots.data();
      for (int64_t choice = 0; choice < k; ++choice) {
        gemm1_slot(problem, *launch.gemm1_weights, experts[static_cast<size_t>(choice)],
                   launch.input + token * problem.hidden_size,
                   out + choice * problem.intermediate_size);
      }
      between = slots.data();
    }
    if (launch.stage != MOE_STAGE_GEMM1) {
      gemm2_token(problem, *launch.gemm2_weights, experts.data(), shares.data(), between,
                  launch.output + token * problem.hidden_size);
    }
  }
}

}  // namespace my_kernels
