/** The oracle against hand-worked examples: it is what everything else is
 * compared with. */
#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>

#include "kernels/common/bf16.hpp"
#include "kernels/common/e4m3.hpp"
#include "kernels/common/mxfp4.hpp"
#include "reference/activation.hpp"
#include "reference/gemm.hpp"
#include "support/layer_case.hpp"

using namespace moe;

TEST_CASE("a bf16 is rounded to nearest, ties to even") {
  CHECK(float_to_bf16(1.0f) == 0x3f80);
  CHECK(float_to_bf16(1.00390625f) == 0x3f80);  // half-way to the next: even below
  CHECK(float_to_bf16(1.01171875f) == 0x3f82);  // half-way: even above
  CHECK(std::isnan(bf16_to_float(float_to_bf16(std::numeric_limits<float>::quiet_NaN()))));
  CHECK(float_to_bf16(std::numeric_limits<float>::infinity()) == 0x7f80);
}

TEST_CASE("a scale is a power of two; the codes at either end are 0 and infinity") {
  CHECK(ue8m0_to_float(127) == 1.0f);
  CHECK(ue8m0_to_float(120) == std::ldexp(1.0f, -7));
  CHECK(ue8m0_to_float(254) == std::ldexp(1.0f, 127));
  CHECK(ue8m0_to_float(0) == 0.0f);
  CHECK(std::isinf(ue8m0_to_float(255)));
}

TEST_CASE(
    "a row is the sum over k of value times scale times input, low "
    "nibble first") {
  std::vector<uint8_t> values(2 * 16, 0);
  values[16] = 0x72;                               // row 1: k = 0 is 1.0, k = 1 is 6.0
  values[16 + 15] = 0xf0;                          // k = 31 is -6.0
  const std::vector<uint8_t> scales = {127, 128};  // row 1 counts double
  const moe_host_weights weights{
      sizeof(moe_host_weights), values.data(), scales.data(), nullptr, nullptr, nullptr};
  std::vector<uint16_t> input(32, 0);
  input[0] = float_to_bf16(1.0f);
  input[1] = float_to_bf16(0.5f);
  input[31] = float_to_bf16(2.0f);
  CHECK(reference::dot_row(MOE_SCHEME_MXFP4_BF16, weights, 2, 0, 0, input) == 0.0f);
  CHECK(reference::dot_row(MOE_SCHEME_MXFP4_BF16, weights, 2, 0, 1, input) ==
        2.0f * (1.0f + 3.0f - 12.0f));
}

TEST_CASE(
    "e4m3 of every code is itself, and every value between two goes to "
    "the nearer") {
  for (int code = 0; code < 256; ++code) {
    CAPTURE(code);
    const float value = e4m3_to_float(static_cast<uint8_t>(code));
    if ((code & 0x7f) == 0x7f) {
      CHECK(std::isnan(value));
      continue;
    }
    CHECK(float_to_e4m3(value) == code);
    if ((code & 0x7f) == 0x7e) continue;
    const float next = e4m3_to_float(static_cast<uint8_t>(code + 1));
    const float middle = (value + next) / 2;
    CHECK(float_to_e4m3(middle) == (code % 2 == 0 ? code : code + 1));  // ties to even
    CHECK(float_to_e4m3(std::nextafter(middle, value)) == code);
    CHECK(float_to_e4m3(std::nextafter(middle, next)) == code + 1);
  }
  CHECK(e4m3_to_float(0x38) == 1.0f);
  CHECK(e4m3_to_float(0x01) == std::ldexp(1.0f, -9));
  CHECK(e4m3_to_float(0xfe) == -448.0f);
}

TEST_CASE("beyond 448 e4m3 saturates, and a NaN stays one") {
  CHECK(float_to_e4m3(1e9f) == 0x7e);
  CHECK(float_to_e4m3(-std::numeric_limits<float>::infinity()) == 0xfe);
  CHECK(float_to_e4m3(std::numeric_limits<float>::quiet_NaN()) == kNanE4m3);
  CHECK(float_to_e4m3(std::ldexp(1.0f, -11)) == 0);
}

TEST_CASE(
    "int4_fp8: input scale, e4m3, groups of 128 with their scale, alpha "
    "of the expert, bias") {
  std::vector<uint8_t> values(2 * 128, 0);  // two experts of one row, K = 256
  values[128] = 0x7f;                       // expert 1: k = 0 is -1, k = 1 is 7
  values[128 + 64] = 0x08;                  // k = 128 is -8
  const std::vector<uint16_t> scales = {0, 0, float_to_bf16(0.5f), float_to_bf16(3.0f)};
  const std::vector<uint16_t> bias = {0, float_to_bf16(100.0f)};
  std::vector<float> input_scale(256, 1.0f);
  input_scale[1] = 2.0f;
  const std::vector<float> alpha = {1.0f, 0.25f};
  const moe_host_weights weights{
      sizeof(moe_host_weights), values.data(), scales.data(), bias.data(),
      input_scale.data(),       alpha.data()};
  std::vector<uint16_t> input(256, 0);
  input[0] = float_to_bf16(1.0625f);  // half-way between 1 and 1.125: even is 1
  input[1] = float_to_bf16(300.0f);   // 600 becomes 448
  input[128] = float_to_bf16(-2.0f);
  const auto operand = reference::operand_of(MOE_SCHEME_INT4_FP8, weights, input);
  CHECK(reference::dot_row(MOE_SCHEME_INT4_FP8, weights, 1, 1, 0, operand) ==
        ((-1.0f + 7 * 448.0f) * 0.5f + 16.0f * 3.0f) * 0.25f + 100.0f);
  moe_host_weights older = weights;
  older.struct_size = offsetof(moe_host_weights, input_scale);  // from before there were factors
  const auto plain = reference::operand_of(MOE_SCHEME_INT4_FP8, older, input);
  CHECK(reference::dot_row(MOE_SCHEME_INT4_FP8, older, 1, 1, 0, plain) ==
        (-1.0f + 7 * 288.0f) * 0.5f + 16.0f * 3.0f + 100.0f);
}

TEST_CASE("activations by hand") {
  moe_problem problem = test::make_problem(64, 64, 1, 1, MOE_ACTIVATION_SWIGLU);
  CHECK(reference::activate(problem, 3.0f, 0.0f) == 0.0f);
  CHECK(reference::activate(problem, 3.0f, 2.0f) ==
        doctest::Approx(3.0 * 2.0 / (1.0 + std::exp(-2.0))));
  problem.activation = MOE_ACTIVATION_SWIGLU_OAI;
  // Gate is cut at 7 from above only, up at 7 both ways, and beta is added to
  // up.
  CHECK(reference::activate(problem, -9.0f, 9.0f) ==
        doctest::Approx(7.0 / (1.0 + std::exp(-1.702 * 7.0)) * (-7.0 + 1.0)));
  problem.activation = MOE_ACTIVATION_GEGLU;
  CHECK(reference::activate(problem, 2.0f, 1.0f) == doctest::Approx(2.0 * 0.8413447));
  problem.activation = MOE_ACTIVATION_RELU2;
  CHECK(reference::activate(problem, -2.0f, 0.0f) == 0.0f);
  CHECK(reference::activate(problem, 3.0f, 0.0f) == 9.0f);
}

TEST_CASE(
    "routing takes the largest, the lower of two equal ones, and "
    "renormalises") {
  const std::vector<float> logits = {0.0f, 2.0f, 2.0f, 1.0f};
  const auto routing = reference::route(logits, 1, 4, 2);
  CHECK(routing.expert_ids == std::vector<int32_t>{1, 2});
  CHECK(routing.expert_weights[0] == doctest::Approx(0.5));
  CHECK(routing.expert_weights[1] == doctest::Approx(0.5));
}
