#include "kernels/sm90/support/fused_checks.hpp"

namespace moe::test {

namespace {

template <int kTileN>
using Fused = GemmTraits<Family::kFused, 256, kTileN, Schedule::kCooperative, 1, 1,
                         sm90::Scheme::kInt4Fp8, sm90::kTileK>;

/** Integers: equal to the bit. */
template <class Traits>
void check_exact(const GemmProblem& problem, const FusedCase& asked, uint64_t schedules,
                 int blocks) {
  check_outputs<Traits>(
      problem, asked, schedules, blocks,
      [](float expected, float, uint16_t actual) { return actual == float_to_bf16(expected); });
}

}  // namespace

TEST_CASE("fused int4: ragged and empty experts, whatever teams share a tile, equal to the bit") {
  // 3 tiles of 3 groups: a team of 1 block has a tile, of 2 blocks they share each, of 3 each has a
  // group, of 5 some have none.
  const GemmProblem problem = make_int4_problem(144, 384, {0, 9, 1, 0}, Data::kIntegers, 1);
  check_exact<Fused<8>>(problem, {}, 6, 1);
  check_exact<Fused<8>>(problem, {}, num_schedules(), 2);
  check_exact<Fused<8>>(problem, {}, 6, 3);
  check_exact<Fused<8>>(problem, {}, 3, 5);
  check_exact<Fused<16>>(problem, {}, num_schedules(), 2);
}

TEST_CASE("fused int4: one group, odd and even numbers, more than stages, more rows than a tile") {
  for (const int groups : {1, 2, 3, Fused<8>::kStages + 2}) {
    CAPTURE(groups);
    check_exact<Fused<8>>(make_int4_problem(272, 128 * groups, {3, 0, 18}, Data::kIntegers, 7), {},
                          3, 3);
  }
  check_exact<Fused<16>>(make_int4_problem(400, 256, {0, 0, 37, 0}, Data::kIntegers, 3), {}, 3, 3);
  check_exact<Fused<8>>(make_int4_problem(64, 128, {0, 0}, Data::kIntegers, 9), {}, 2, 3);
  check_exact<Fused<8>>(make_int4_problem(144, 13 * 128, {5}, Data::kIntegers, 16), {}, 2, 5);
}

TEST_CASE("fused int4: reals are summed in fp32, and not in the 13 bits of wgmma") {
  const GemmProblem problem = make_int4_problem(272, 640, {5, 0, 21}, Data::kReals, 2);
  check_close<Fused<8>>(problem, {}, 1, 3);
  check_close<Fused<16>>(problem, {}, 1, 2);
}

TEST_CASE("fused int4: every token of e4m3 times every weight, beside tokens that weigh nothing") {
  // A row of weights per code, that of k 0; the others are 0, and their tokens 1.
  GemmProblem problem = make_int4_problem(16, 128, {8}, Data::kIntegers, 4);
  std::ranges::fill(problem.weights, uint8_t{0});
  for (size_t row = 0; row < 16; ++row) problem.weights[row * 64] = static_cast<uint8_t>(row);
  for (size_t i = 0; i < problem.scales.size(); i += 2) {
    problem.scales[i] = 0x80, problem.scales[i + 1] = 0x3F;  // 1.0
  }
  problem.alpha = {1};
  auto* const tokens = reinterpret_cast<uint8_t*>(problem.input.data());
  int wrong = 0;
  for (int first = 0; first < 256; first += 8) {
    for (int t = 0; t < 8; ++t) {
      const auto code = static_cast<uint8_t>(first + t);
      tokens[t * 128] = (code & 127) == 127 ? uint8_t{0} : code;
      std::fill_n(tokens + t * 128 + 1, 127, float_to_e4m3(1));
    }
    const FusedOutcome outcome = run_whole<Fused<8>>(problem, {}, 1, 1);
    for (int t = 0; t < 8; ++t) {
      for (int row = 0; row < 16; ++row) {
        const float expected =
            static_cast<float>(row < 8 ? row : row - 16) * e4m3_to_float(tokens[t * 128]);
        const float actual = bf16_to_float(outcome.output.data()[t * 16 + row]);
        wrong += actual == expected ? 0 : 1;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("fused int4: tokens are gathered from where they lie, outputs go to where they belong") {
  const GemmProblem problem = make_int4_problem(96, 256, {2, 0, 4}, Data::kIntegers, 11);
  FusedCase asked;
  asked.slot_of_row = {4, 1, 5, 0, 3, 2};
  asked.to_slots = true;
  check_exact<Fused<8>>(problem, asked, 6, 2);
  asked.to_slots = false;
  check_exact<Fused<8>>(problem, asked, 3, 2);
}

TEST_CASE("fused int4: weights come before the grid before has ended, tokens after it") {
  FusedCase asked;
  asked.offsets_are_old = true;
  for (const int groups : {1, Fused<8>::kStages + 3}) {
    check_exact<Fused<8>>(make_int4_problem(272, 128 * groups, {3, 0, 11}, Data::kIntegers, 13),
                          asked, num_schedules() / 2, 3);
  }
}

TEST_CASE("fused int4: every activation, with and without biases, of sums that teams share too") {
  for (int32_t kind = MOE_ACTIVATION_NONE; kind <= MOE_ACTIVATION_RELU2; ++kind) {
    for (const bool has_bias : {false, true}) {
      CAPTURE(kind);
      const GemmProblem problem = make_int4_problem(96, 384, {3, 0, 9}, Data::kReals, 14);
      FusedCase asked;
      asked.activation = activation_of(kind);
      if (has_bias) asked.bias = integer_biases(3 * 96);
      check_close<Fused<8>>(problem, asked, 1, 2);
      check_close<Fused<16>>(problem, asked, 1, 1);
    }
  }
}

TEST_CASE("fused int4: outputs for gemm2 are e4m3 of their bf16 times its scales, in both forms") {
  const GemmProblem problem = make_int4_problem(96, 256, {3, 0, 9}, Data::kIntegers, 17);
  FusedCase asked;
  asked.activation = activation_of(MOE_ACTIVATION_RELU2);  // exact: the square of an integer
  asked.bias = integer_biases(3 * 96);
  for (int c = 0; c < 96; ++c)
    asked.input_scale.push_back(std::ldexp(static_cast<float>(1 + c % 3), -c % 20));
  for (const bool as_f16 : {true, false}) {
    CAPTURE(as_f16);
    asked.quantised_as_f16 = as_f16;
    const FusedOutcome outcome = run_whole<Fused<8>>(problem, asked, 1, 2);
    const auto* const bytes = reinterpret_cast<const uint8_t*>(outcome.output.data());
    int wrong = 0;
    for_each_output(problem, asked, [&](float expected, float, size_t at) {
      const uint8_t code =
          float_to_e4m3(bf16_to_float(float_to_bf16(expected)) * asked.input_scale[at % 96]);
      wrong += as_f16 ? outcome.output.data()[at] != float_to_f16(e4m3_to_float(code))
                      : bytes[at] != code;
    });
    CHECK(wrong == 0);
  }
}

TEST_CASE("fused int4: weights in the order of bits that mxfp4 has give wrong results") {
  const GemmProblem problem = make_int4_problem(96, 128, {4}, Data::kIntegers, 18);
  FusedCase asked;
  asked.records = write_records(problem, false, 64, spread_word,
                                [](const FusedExpert&, int, int, int) { return 0x3F803F80u; });
  const FusedOutcome outcome = run_whole<Fused<8>>(problem, asked, 1, 1);
  int wrong = 0;
  for_each_output(problem, {}, [&](float expected, float, size_t at) {
    wrong += outcome.output.data()[at] == float_to_bf16(expected) ? 0 : 1;
  });
  CHECK(wrong > 300);  // of 384
}

}  // namespace moe::test
