/** Every tactic that this processor can run, against the oracle. */
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include "support/layer_case.hpp"

using namespace moe::test;

namespace {

constexpr int32_t kStages[] = {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2, MOE_STAGE_LAYER};

/** bf16 rounding of the outputs alone gives about 0.002; a lost product in 64
 * gives over 0.1. */
constexpr double kLargestError = 0.005;

/** The GEMMs alone: over a long K the layer's sums of sums are more than fp32 holds exactly. */
constexpr int32_t kGemms[] = {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2};

void expect_exact(const LayerCase& layer, int32_t threads = 2,
                  std::span<const int32_t> stages = kStages) {
  for (const int32_t stage : stages) {
    const auto expected = layer.oracle(stage);
    for (const int32_t tactic : tactics_for(layer.problem)) {
      CAPTURE(std::string(tactic_of(tactic).id));
      CAPTURE(stage);
      CHECK(run_tactic(layer, tactic, stage, threads) == expected);
    }
  }
}

void expect_close(const LayerCase& layer) {
  for (const int32_t stage : kStages) {
    const auto expected = layer.oracle(stage);
    for (const int32_t tactic : tactics_for(layer.problem)) {
      CAPTURE(std::string(tactic_of(tactic).id));
      CAPTURE(stage);
      CHECK(relative_error(expected, run_tactic(layer, tactic, stage, 2)) < kLargestError);
    }
  }
}

}  // namespace

TEST_CASE("there is a tactic of every family for the plainest processor") {
  CHECK(tactics_for(make_problem(64, 64, 2, 1)).size() >= 3);
}

TEST_CASE("integer data comes out exactly, whatever the number of tokens") {
  for (int32_t tokens = 1; tokens <= 17; ++tokens) {
    CAPTURE(tokens);
    expect_exact(LayerCase(make_problem(64, 64, 3, 2, MOE_ACTIVATION_RELU2), tokens, true));
  }
}

TEST_CASE("K of odd multiples of 64 and rows that do not fill a panel") {
  expect_exact(LayerCase(make_problem(192, 320, 4, 2, MOE_ACTIVATION_NONE), 9, true));
  expect_exact(LayerCase(make_problem(320, 64, 4, 3, MOE_ACTIVATION_NONE), 5, true));
}

TEST_CASE("rows that only some layouts hold") {
  // 80 rows are five tiles of 16 but not a multiple of 32; K of gemm2 needs 64,
  // so only gemm1's rows vary.
  const moe_problem problem = make_problem(64, 64, 2, 1);
  CHECK(tactics_for(problem).size() > 0);
  const moe_problem narrow = make_problem(64, 80, 2, 1);
  CHECK(tactics_for(narrow).empty());
}

TEST_CASE("one expert, and as many choices as experts") {
  expect_exact(LayerCase(make_problem(64, 128, 1, 1, MOE_ACTIVATION_RELU2), 7, true));
  expect_exact(LayerCase(make_problem(128, 64, 4, 4, MOE_ACTIVATION_NONE), 6, true));
}

TEST_CASE("512 experts, nearly all of them empty") {
  expect_close(LayerCase(make_problem(64, 64, 512, 8), 3, false));
}

TEST_CASE("one expert with all tokens, and a token that names an expert twice") {
  LayerCase skewed(make_problem(64, 64, 8, 2, MOE_ACTIVATION_RELU2), 100, true);
  for (auto& expert : skewed.expert_ids) {
    expert = 5;
  }
  expect_exact(skewed);
}

TEST_CASE("every activation, with and without biases") {
  for (const int32_t activation :
       {MOE_ACTIVATION_NONE, MOE_ACTIVATION_SWIGLU, MOE_ACTIVATION_SWIGLU_OAI, MOE_ACTIVATION_GEGLU,
        MOE_ACTIVATION_RELU2}) {
    for (const bool bias : {false, true}) {
      CAPTURE(activation);
      CAPTURE(bias);
      expect_close(LayerCase(make_problem(128, 192, 4, 2, activation, bias), 6, false));
    }
  }
}

TEST_CASE("gpt-oss sizes at a small batch") {
  expect_close(
      LayerCase(make_problem(2880, 2880, 2, 2, MOE_ACTIVATION_SWIGLU_OAI, true), 1, false));
}

TEST_CASE("K in several segments, with threads enough that they are shared and without") {
  // 1920 and 2048 are 30 and 32 blocks: two segments, of unequal length for 2112 and 2880.
  for (const int32_t k : {1856, 1920, 2048, 2112, 2880}) {
    for (const int32_t tokens : {1, 3}) {
      const LayerCase wide(make_problem(k, 64, 2, 1, MOE_ACTIVATION_NONE), tokens, true);
      const LayerCase deep(make_problem(64, k, 2, 1, MOE_ACTIVATION_NONE), tokens, true);
      for (const int32_t threads : {1, 16}) {
        CAPTURE(k);
        CAPTURE(tokens);
        CAPTURE(threads);
        expect_exact(wide, threads, kGemms);
        expect_exact(deep, threads, kGemms);
      }
    }
  }
}

TEST_CASE("scales far from one, with activations to match") {
  for (const int code : {20, 95, 96, 160, 161, 240}) {
    CAPTURE(code);
    LayerCase layer(make_problem(128, 64, 2, 1, MOE_ACTIVATION_NONE), 21, true);
    std::fill(layer.scales1.begin(), layer.scales1.end(), static_cast<uint8_t>(code));
    for (auto& value : layer.input) {
      value = moe::float_to_bf16(std::ldexp(moe::bf16_to_float(value), 127 - code));
    }
    constexpr int32_t kFirst[] = {MOE_STAGE_GEMM1};
    expect_exact(layer, 2, kFirst);
  }
}

TEST_CASE("an expert with more tokens than one piece of work takes") {
  LayerCase skewed(make_problem(64, 96, 3, 1, MOE_ACTIVATION_RELU2), 230, true);
  for (size_t slot = 0; slot < skewed.expert_ids.size(); ++slot) {
    skewed.expert_ids[slot] = slot % 50 == 7 ? 0 : 2;
  }
  for (const int32_t threads : {1, 3, 64}) {
    expect_exact(skewed, threads);
  }
}

TEST_CASE("the same bits with any number of threads") {
  // The second has K in three segments and too few panels for 64 threads, so that K is shared.
  for (const LayerCase& layer :
       {LayerCase(make_problem(256, 192, 6, 3, MOE_ACTIVATION_SWIGLU), 23, false),
        LayerCase(make_problem(2880, 64, 4, 2, MOE_ACTIVATION_SWIGLU_OAI, true), 2, false),
        LayerCase(make_problem(64, 2880, 4, 2, MOE_ACTIVATION_SWIGLU, true), 2, false)}) {
    for (const int32_t tactic : tactics_for(layer.problem)) {
      CAPTURE(std::string(tactic_of(tactic).id));
      const auto alone = run_tactic(layer, tactic, MOE_STAGE_LAYER, 1);
      for (const int32_t threads : {2, 3, 8, 64}) {
        CHECK(run_tactic(layer, tactic, MOE_STAGE_LAYER, threads) == alone);
      }
    }
  }
}
