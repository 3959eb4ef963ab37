/** The oracle against hand-worked examples: it is what everything else is
 * compared with. */
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "kernels/common/bf16.hpp"
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
  const moe_host_weights weights{sizeof(moe_host_weights), values.data(), scales.data(), nullptr};
  std::vector<uint16_t> input(32, 0);
  input[0] = float_to_bf16(1.0f);
  input[1] = float_to_bf16(0.5f);
  input[31] = float_to_bf16(2.0f);
  CHECK(reference::dot_row(weights, 2, 0, 0, input) == 0.0f);
  CHECK(reference::dot_row(weights, 2, 0, 1, input) == 2.0f * (1.0f + 3.0f - 12.0f));
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
