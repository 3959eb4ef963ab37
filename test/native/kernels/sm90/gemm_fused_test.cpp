#include "kernels/sm90/support/fused_checks.hpp"

namespace moe::test {

namespace {

template <int kTileN>
using Fused = GemmTraits<Family::kFused, 256, kTileN, Schedule::kCooperative, 1, 1>;

}  // namespace

TEST_CASE("fused: ragged and empty experts, whatever teams share a tile, equal to the oracle") {
  // 3 tiles of 3 K tiles: a team of 1 block has a tile, of 2 blocks they share each, of 3 each has
  // a K tile, of 5 some have none.
  const GemmProblem problem = make_problem(144, 320, {0, 9, 1, 0}, Data::kIntegers, 1);
  check_close<Fused<8>>(problem, {}, 6, 1);
  check_close<Fused<8>>(problem, {}, num_schedules(), 2);
  check_close<Fused<8>>(problem, {}, 6, 3);
  check_close<Fused<8>>(problem, {}, 3, 5);
  check_close<Fused<16>>(problem, {}, num_schedules(), 2);
}

TEST_CASE("fused: more teams share a tile than sums are fetched at a time") {
  // 13 K tiles of one tile: a team for each, or for two or three.
  const GemmProblem problem = make_problem(144, 13 * 128, {5}, Data::kIntegers, 16);
  check_close<Fused<8>>(problem, {}, 2, 5);
  check_close<Fused<8>>(problem, {}, 2, 2);
  check_close<Fused<16>>(problem, {}, 2, 5);
}

TEST_CASE("fused: more K tiles than stages, half a K tile, more rows than a tile, one expert") {
  for (const int k : {64, 128, 192, 128 * (Fused<8>::kStages + 2)}) {
    CAPTURE(k);
    check_close<Fused<8>>(make_problem(272, k, {3, 0, 18}, Data::kIntegers, 7), {}, 3, 3);
  }
  check_close<Fused<16>>(make_problem(400, 192, {0, 0, 37, 0}, Data::kReals, 3), {}, 3, 3);
  check_close<Fused<8>>(make_problem(64, 128, {0, 0}, Data::kIntegers, 9), {}, 2, 3);
}

TEST_CASE("fused: experts beyond the threads of a warp are counted") {
  std::vector<int> tokens(300, 0);
  tokens[0] = 2;
  tokens[63] = 1;
  tokens[64] = 3;
  tokens[299] = 9;
  check_close<Fused<8>>(make_problem(16, 64, tokens, Data::kIntegers, 10), {}, 2, 4);
}

TEST_CASE("fused: tokens are gathered from where they lie, outputs go to where they belong") {
  const GemmProblem problem = make_problem(96, 128, {2, 0, 4}, Data::kIntegers, 11);
  FusedCase asked;
  asked.slot_of_row = {4, 1, 5, 0, 3, 2};
  asked.to_slots = true;
  check_close<Fused<8>>(problem, asked, 6, 2);
  asked.to_slots = false;
  check_close<Fused<8>>(problem, asked, 3, 2);
}

TEST_CASE("fused: two slots of a token read one row") {
  GemmProblem problem = make_problem(32, 64, {2, 2}, Data::kIntegers, 12);
  FusedCase asked;
  asked.slot_of_row = {1, 3, 0, 2};  // rows 0 and 2 are token 0, rows 1 and 3 token 1
  asked.slots_per_row = 2;
  std::copy_n(problem.input.begin(), 128, problem.input.begin() + 128);
  for (size_t row = 2; row < 4; ++row) {  // their sums with the other expert's weights
    for (size_t n = 0; n < 32; ++n) {
      float sum = 0;
      for (int k = 0; k < 64; ++k) {
        sum += weight_of(problem, 32 + n, k) *
               bf16_to_float(problem.input[row * 64 + static_cast<size_t>(k)]);
      }
      problem.expected[row * 32 + n] = sum;
    }
  }
  check_close<Fused<8>>(problem, asked, 3, 2);
}

TEST_CASE("fused: weights come before the grid before has ended, tokens after it") {
  FusedCase asked;
  asked.offsets_are_old = true;
  for (const int k : {128, 128 * (Fused<8>::kStages + 3)}) {
    check_close<Fused<8>>(make_problem(272, k, {3, 0, 11}, Data::kIntegers, 13), asked,
                          num_schedules() / 2, 3);
  }
}

TEST_CASE("fused: every activation, with and without biases, of sums that teams share too") {
  for (int32_t kind = MOE_ACTIVATION_NONE; kind <= MOE_ACTIVATION_RELU2; ++kind) {
    for (const bool has_bias : {false, true}) {
      CAPTURE(kind);
      const GemmProblem problem = make_problem(96, 192, {3, 0, 9}, Data::kReals, 14);
      FusedCase asked;
      asked.activation = activation_of(kind);
      if (has_bias) asked.bias = integer_biases(3 * 96);
      check_close<Fused<8>>(problem, asked, 1, 2);
      check_close<Fused<16>>(problem, asked, 1, 1);
    }
  }
}

TEST_CASE("fused: scales above 2 are lowered and the sums raised, 0 is zero") {
  GemmProblem problem = make_problem(64, 64, {4}, Data::kIntegers, 12);
  const auto first_with = [&](uint8_t scale) {
    for (uint8_t& byte : problem.scales) byte = 127;
    problem.scales[0] = scale;                                  // row 0, k 0 to 31
    for (size_t i = 0; i < 32; ++i) problem.weights[i] = 0x22;  // 1.0
    for (uint16_t& value : problem.input) value = 0x3F80;       // 1.0
    const FusedOutcome outcome = run_fused<Fused<8>>(problem, {}, 1, 1);
    REQUIRE_MESSAGE(outcome.report.ok(), outcome.report.text());
    return bf16_to_float(outcome.output.data()[0]);
  };
  CHECK(first_with(0) == 32);
  CHECK(first_with(127) == 64);
  CHECK(first_with(130) == 32 + 256);
  CHECK(first_with(249) == std::ldexp(32.0f, 249 - 127));
}

TEST_CASE("fused: large and small tokens are raised without loss") {
  GemmProblem problem = make_problem(32, 64, {2}, Data::kIntegers, 15);
  for (uint8_t& byte : problem.scales) byte = 127;
  std::ranges::fill(problem.weights, uint8_t{0x11});  // 0.5, subnormal when converted
  for (const int exponent : {-63, -1, 0, 63}) {
    CAPTURE(exponent);
    std::ranges::fill(problem.input, float_to_bf16(std::ldexp(1.0f, exponent)));
    const FusedOutcome outcome = run_fused<Fused<8>>(problem, {}, 1, 1);
    REQUIRE_MESSAGE(outcome.report.ok(), outcome.report.text());
    CHECK(bf16_to_float(outcome.output.data()[0]) == std::ldexp(32.0f, exponent));
  }
}

}  // namespace moe::test
