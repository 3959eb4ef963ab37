/**
 * Every tactic that this processor can run on the layers of real models, against the oracle. Two
 * experts stand for all of them: more would test the memory, not the kernels.
 */
#include <doctest/doctest.h>

#include <string>

#include "support/layer_case.hpp"

using namespace moe::test;

namespace {

/** Sizes of electron/contract/presets.ts. */
struct Shape {
  const char* model;
  int32_t hidden;
  int32_t intermediate;
  int32_t activation;
  bool bias;
};

constexpr Shape kShapes[] = {
    {"gpt-oss-20b and 120b", 2880, 2880, MOE_ACTIVATION_SWIGLU_OAI, true},
    {"DeepSeek-V3 and Kimi-K2", 7168, 2048, MOE_ACTIVATION_SWIGLU, false},
    {"Qwen3-235B-A22B", 4096, 1536, MOE_ACTIVATION_SWIGLU, false},
    {"Mixtral-8x7B", 4096, 14336, MOE_ACTIVATION_SWIGLU, false},
    {"pr12451", 4096, 2048, MOE_ACTIVATION_SWIGLU, false},
};

/** bf16 rounding of the outputs alone gives about 0.002. */
constexpr double kLargestError = 0.005;

}  // namespace

TEST_CASE("the layers of the presets, one token and threads that share K") {
  for (const Shape& shape : kShapes) {
    CAPTURE(shape.model);
    const LayerCase layer(
        make_problem(shape.hidden, shape.intermediate, 2, 1, shape.activation, shape.bias), 1,
        false);
    const auto expected = layer.oracle(MOE_STAGE_LAYER);
    for (const int32_t tactic : tactics_for(layer.problem)) {
      CAPTURE(std::string(tactic_of(tactic).id));
      const auto output = run_tactic(layer, tactic, MOE_STAGE_LAYER, 16);
      CHECK(relative_error(expected, output) < kLargestError);
    }
  }
}
