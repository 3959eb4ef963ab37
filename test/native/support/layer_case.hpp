#pragma once
/** A small layer with its weights, inputs and routing, and what the oracle says
 * of it. */
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "kernels/common/bf16.hpp"
#include "reference/activation.hpp"
#include "reference/oracle.hpp"
#include "support/cpu_library.hpp"

namespace moe::test {

inline moe_problem make_problem(int32_t hidden, int32_t intermediate, int32_t experts,
                                int32_t top_k, int32_t activation = MOE_ACTIVATION_SWIGLU,
                                bool bias = false) {
  return {sizeof(moe_problem), MOE_SCHEME_MXFP4_BF16, hidden, intermediate, experts, top_k,
          activation,          bias ? 1 : 0,          1.702f, 1.0f,         7.0f};
}

inline moe_problem make_int4_problem(int32_t hidden, int32_t intermediate, int32_t experts,
                                     int32_t top_k, int32_t activation = MOE_ACTIVATION_SWIGLU,
                                     bool bias = false) {
  moe_problem problem = make_problem(hidden, intermediate, experts, top_k, activation, bias);
  problem.scheme = MOE_SCHEME_INT4_FP8;
  return problem;
}

/** Weights, inputs and routing. With `integers` every sum is an integer that
 * fp32 holds exactly. */
struct LayerCase {
  moe_problem problem;
  int32_t num_tokens;
  std::vector<uint8_t> values1, values2, scales1, scales2;
  std::vector<uint16_t> bias1, bias2, input, rows;
  std::vector<float> input_scale1, input_scale2, alpha1, alpha2;  // of int4_fp8
  std::vector<int32_t> expert_ids;
  std::vector<float> expert_weights;

  LayerCase(const moe_problem& layer, int32_t tokens, bool integers, uint32_t seed = 1)
      : problem(layer), num_tokens(tokens), random_(seed) {
    const auto experts = static_cast<size_t>(layer.num_experts);
    const auto hidden = static_cast<size_t>(layer.hidden_size);
    const auto intermediate = static_cast<size_t>(layer.intermediate_size);
    const auto rows1 = static_cast<size_t>(reference::gemm1_rows(layer));
    fill(values1, experts * rows1 * hidden / 2, integers);
    fill(values2, experts * hidden * intermediate / 2, integers);
    fill_scales(scales1, experts * rows1 * hidden, integers);
    fill_scales(scales2, experts * hidden * intermediate, integers);
    if (is_int4()) {
      fill_factors(input_scale1, hidden, integers, 8.0f);
      fill_factors(input_scale2, intermediate, integers, 8.0f);
      fill_factors(alpha1, experts, integers, 1.0f / 8);
      fill_factors(alpha2, experts, integers, 1.0f / 8);
    }
    if (layer.has_bias != 0) {
      fill_bf16(bias1, experts * rows1, integers);
      fill_bf16(bias2, experts * hidden, integers);
    }
    fill_bf16(input, static_cast<size_t>(tokens) * hidden, integers);
    fill_bf16(rows, static_cast<size_t>(tokens * layer.top_k) * intermediate, integers);
    route_uniformly(integers);
  }

  reference::LayerWeights weights() const {
    const auto host = [](const auto& values, const auto& scales, const auto& bias,
                         const auto& input_scale, const auto& alpha) {
      return moe_host_weights{sizeof(moe_host_weights),
                              values.data(),
                              scales.data(),
                              bias.empty() ? nullptr : bias.data(),
                              input_scale.empty() ? nullptr : input_scale.data(),
                              alpha.empty() ? nullptr : alpha.data()};
    };
    return {host(values1, scales1, bias1, input_scale1, alpha1),
            host(values2, scales2, bias2, input_scale2, alpha2)};
  }

  size_t output_columns(int32_t stage) const {
    return static_cast<size_t>(stage == MOE_STAGE_GEMM1 ? problem.intermediate_size
                                                        : problem.hidden_size);
  }
  size_t output_rows(int32_t stage) const {
    return static_cast<size_t>(stage == MOE_STAGE_GEMM1 ? num_tokens * problem.top_k : num_tokens);
  }

  std::vector<uint16_t> oracle(int32_t stage) const;

 private:
  bool is_int4() const { return problem.scheme == MOE_SCHEME_INT4_FP8; }

  void fill(std::vector<uint8_t>& bytes, size_t count, bool integers) {
    // The codes of 0, +-1 and +-2.
    static constexpr uint8_t kE2m1Integers[] = {0, 2, 4, 10, 12};
    static constexpr uint8_t kInt4Integers[] = {0, 1, 2, 15, 14};
    const auto& kIntegers = is_int4() ? kInt4Integers : kE2m1Integers;
    bytes.resize(count);
    for (auto& byte : bytes) {
      byte = integers
                 ? static_cast<uint8_t>(kIntegers[random_() % 5] | kIntegers[random_() % 5] << 4)
                 : static_cast<uint8_t>(random_());
    }
  }
  /** @param weights that the scales are for */
  void fill_scales(std::vector<uint8_t>& scales, size_t weights, bool integers) {
    if (is_int4()) {
      scales.resize(weights / 128 * sizeof(uint16_t));
      for (size_t i = 0; i < scales.size(); i += sizeof(uint16_t)) {
        const uint16_t bits =
            float_to_bf16(integers ? static_cast<float>(1 + random_() % 2)
                                   : 0.02f + 0.0001f * static_cast<float>(random_() % 200));
        std::memcpy(&scales[i], &bits, sizeof bits);
      }
      return;
    }
    scales.resize(weights / 32);
    for (auto& scale : scales) {
      scale = static_cast<uint8_t>(integers ? 127 + random_() % 2 : 119 + random_() % 5);
    }
  }
  void fill_factors(std::vector<float>& factors, size_t count, bool integers, float middle) {
    factors.resize(count);
    for (float& factor : factors) {
      factor = integers ? static_cast<float>(1 + random_() % 2)
                        : middle * (0.75f + 0.005f * static_cast<float>(random_() % 100));
    }
  }
  void fill_bf16(std::vector<uint16_t>& bits, size_t count, bool integers) {
    bits.resize(count);
    std::normal_distribution<float> normal;
    for (auto& value : bits) {
      value = float_to_bf16(integers ? static_cast<float>(static_cast<int>(random_() % 5) - 2)
                                     : normal(random_));
    }
  }
  void route_uniformly(bool integers) {
    for (int32_t token = 0; token < num_tokens; ++token) {
      for (int32_t choice = 0; choice < problem.top_k; ++choice) {
        // Distinct within the token; a stride of one keeps it simple.
        expert_ids.push_back(static_cast<int32_t>((random_() % 7 + static_cast<uint32_t>(choice)) %
                                                  static_cast<uint32_t>(problem.num_experts)));
        expert_weights.push_back(integers ? 1.0f : 1.0f / static_cast<float>(problem.top_k));
      }
    }
  }

  std::mt19937 random_;
};

inline std::vector<uint16_t> LayerCase::oracle(int32_t stage) const {
  const size_t columns = output_columns(stage);
  const auto hidden = static_cast<size_t>(problem.hidden_size);
  const auto intermediate = static_cast<size_t>(problem.intermediate_size);
  const auto k = static_cast<size_t>(problem.top_k);
  std::vector<uint16_t> output(output_rows(stage) * columns);
  for (size_t token = 0; token < static_cast<size_t>(num_tokens); ++token) {
    const std::span ids(expert_ids.data() + token * k, k);
    const std::span weights_of_token(expert_weights.data() + token * k, k);
    const std::span x(input.data() + token * hidden, hidden);
    const std::span out(output);
    if (stage == MOE_STAGE_GEMM1) {
      for (size_t choice = 0; choice < k; ++choice) {
        reference::gemm1_row(problem, weights(), ids[choice], x,
                             out.subspan((token * k + choice) * columns, columns));
      }
    } else if (stage == MOE_STAGE_GEMM2) {
      reference::gemm2_token(problem, weights(), ids, weights_of_token,
                             std::span(rows.data() + token * k * intermediate, k * intermediate),
                             out.subspan(token * columns, columns));
    } else {
      reference::layer_token(problem, weights(), ids, weights_of_token, x,
                             out.subspan(token * columns, columns));
    }
  }
  return output;
}

/** Runs a stage of a case; the output is NaN wherever the kernel does not
 * write. */
inline std::vector<uint16_t> run_tactic(const LayerCase& layer, int32_t tactic, int32_t stage,
                                        int32_t threads) {
  const moe_library& library = cpu_library();
  const Context context = make_context(threads);
  const auto host = layer.weights();
  const Weights gemm1 =
      make_weights(context.get(), tactic, layer.problem, MOE_STAGE_GEMM1, host.gemm1);
  const Weights gemm2 =
      make_weights(context.get(), tactic, layer.problem, MOE_STAGE_GEMM2, host.gemm2);
  size_t workspace_bytes = 0;
  must(library.workspace_bytes(context.get(), &layer.problem, stage, tactic, tactic,
                               layer.num_tokens, &workspace_bytes));
  void* workspace = nullptr;
  must(library.buffer_create(context.get(), workspace_bytes, &workspace));
  std::vector<uint16_t> output(layer.output_rows(stage) * layer.output_columns(stage), 0x7fc0);
  const moe_launch launch{sizeof(moe_launch),
                          stage,
                          layer.num_tokens,
                          tactic,
                          tactic,
                          gemm1.get(),
                          gemm2.get(),
                          nullptr,
                          layer.expert_ids.data(),
                          layer.expert_weights.data(),
                          stage == MOE_STAGE_GEMM2 ? layer.rows.data() : layer.input.data(),
                          output.data(),
                          workspace,
                          workspace_bytes};
  must(library.launch(context.get(), &layer.problem, &launch));
  must(library.synchronize(context.get()));
  library.buffer_destroy(context.get(), workspace);
  return output;
}

/** Root mean square of the difference over that of `expected`; infinite where
 * something is not a number. */
inline double relative_error(const std::vector<uint16_t>& expected,
                             const std::vector<uint16_t>& actual) {
  double difference = 0.0;
  double size = 0.0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const double e = bf16_to_float(expected[i]);
    const double a = bf16_to_float(actual[i]);
    difference += (a - e) * (a - e);
    size += e * e;
  }
  const double ratio = std::sqrt(difference / size);
  return std::isfinite(ratio) ? ratio : std::numeric_limits<double>::infinity();
}

}  // namespace moe::test
