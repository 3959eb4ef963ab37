/** int4_fp8: every tactic that this processor can run, against the oracle. */
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "support/layer_case.hpp"

using namespace moe::test;

namespace {

constexpr int32_t kStages[] = {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2, MOE_STAGE_LAYER};

void expect_exact(const LayerCase& layer, int32_t threads = 2) {
  for (const int32_t stage : kStages) {
    const auto expected = layer.oracle(stage);
    for (const int32_t tactic : tactics_for(layer.problem)) {
      CAPTURE(std::string(tactic_of(tactic).id));
      CAPTURE(stage);
      CHECK(run_tactic(layer, tactic, stage, threads) == expected);
    }
  }
}

}  // namespace

TEST_CASE("the plainest processor has a tactic, and no tactic takes both schemes") {
  std::set<int32_t> int4;
  for (const int32_t tactic : tactics_for(make_int4_problem(128, 128, 2, 1))) int4.insert(tactic);
  CHECK(int4.size() >= 1);
  for (const int32_t tactic : tactics_for(make_problem(128, 128, 2, 1))) {
    CHECK_FALSE(int4.contains(tactic));
    CHECK(reason_against(tactic, make_int4_problem(128, 128, 2, 1), MOE_STAGE_LAYER)
              .find("takes scheme mxfp4_bf16; the problem's is int4_fp8") != std::string::npos);
  }
}

TEST_CASE("K must hold whole groups of 128") {
  const int32_t tactic = tactics_for(make_int4_problem(128, 128, 2, 1)).front();
  CHECK(reason_against(tactic, make_int4_problem(192, 128, 2, 1), MOE_STAGE_GEMM1)
            .find("hidden size 192 is not a multiple of 128") != std::string::npos);
}

TEST_CASE(
    "int4_fp8: integer data comes out exactly, ragged, empty and skewed "
    "experts") {
  for (const int32_t tokens : {1, 2, 5, 9, 17}) {
    CAPTURE(tokens);
    expect_exact(LayerCase(make_int4_problem(128, 256, 5, 2, MOE_ACTIVATION_RELU2), tokens, true));
  }
  LayerCase skewed(make_int4_problem(128, 128, 8, 2, MOE_ACTIVATION_NONE, true), 100, true);
  for (auto& expert : skewed.expert_ids) expert = 5;
  expect_exact(skewed);
}

TEST_CASE(
    "int4_fp8: K of one group, of odd and of many groups, rows that fill "
    "no panel") {
  expect_exact(LayerCase(make_int4_problem(384, 640, 4, 2, MOE_ACTIVATION_NONE), 6, true));
  for (const int32_t threads : {1, 16}) {
    expect_exact(LayerCase(make_int4_problem(2944, 128, 2, 1, MOE_ACTIVATION_NONE), 3, true),
                 threads);
  }
}

TEST_CASE("int4_fp8: every activation, with and without biases") {
  for (const int32_t activation :
       {MOE_ACTIVATION_NONE, MOE_ACTIVATION_SWIGLU, MOE_ACTIVATION_SWIGLU_OAI, MOE_ACTIVATION_GEGLU,
        MOE_ACTIVATION_RELU2}) {
    for (const bool bias : {false, true}) {
      CAPTURE(activation);
      CAPTURE(bias);
      const LayerCase layer(make_int4_problem(256, 384, 4, 2, activation, bias), 6, false);
      for (const int32_t stage : kStages) {
        const auto expected = layer.oracle(stage);
        for (const int32_t tactic : tactics_for(layer.problem)) {
          CAPTURE(std::string(tactic_of(tactic).id));
          // An intermediate value on an edge of e4m3 may fall to the other
          // side.
          CHECK(relative_error(expected, run_tactic(layer, tactic, stage, 2)) < 0.005);
        }
      }
    }
  }
}

TEST_CASE("int4_fp8: without factors they are ones") {
  LayerCase layer(make_int4_problem(128, 128, 3, 1, MOE_ACTIVATION_NONE), 4, true);
  layer.input_scale1.clear();
  layer.input_scale2.clear();
  layer.alpha1.clear();
  layer.alpha2.clear();
  expect_exact(layer);
}

TEST_CASE("int4_fp8: the same bits with any number of threads") {
  const LayerCase layer(make_int4_problem(2944, 128, 4, 2, MOE_ACTIVATION_SWIGLU, true), 7, false);
  for (const int32_t tactic : tactics_for(layer.problem)) {
    const auto alone = run_tactic(layer, tactic, MOE_STAGE_LAYER, 1);
    for (const int32_t threads : {2, 3, 16}) {
      CHECK(run_tactic(layer, tactic, MOE_STAGE_LAYER, threads) == alone);
    }
  }
}
