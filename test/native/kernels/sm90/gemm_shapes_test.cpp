#include "kernels/sm90/support/gemm_checks.hpp"

namespace moe::test {

using Default = GemmTraits<Family::kPr12451, 64, 16, Schedule::kPingpong, 1, 1>;
using DefaultBefore = GemmTraits<Family::kOriginal, 64, 16, Schedule::kPingpong, 1, 1>;
using Large = GemmTraits<Family::kPr12451, 128, 64, Schedule::kCooperative, 2, 2>;

TEST_CASE("shallow K: one K tile, fewer than there are stages, and half a tile") {
  for (const int k : {64, 128, 192}) {
    CAPTURE(k);
    const GemmProblem problem = make_problem(80, k, {5, 0, 17}, Data::kIntegers, 4);
    check<Default>(problem, num_schedules());
    check<DefaultBefore>(problem, num_schedules());
    check<Large>(problem, num_schedules());
  }
}

TEST_CASE("deep K: more K tiles than stages, so that every stage is used again") {
  const GemmProblem problem = make_problem(80, 128 * 27 + 64, {3, 20}, Data::kIntegers, 5);
  check<Default>(problem, 6);
  check<DefaultBefore>(problem, 6);
  check<Large>(problem, 6);
}

TEST_CASE("K of one group and of odd multiples of the group, where the layout has them") {
  // The interleave needs K % 64; the natural layout holds K % 32.
  for (const int k : {32, 96, 160}) {
    CAPTURE(k);
    check<DefaultBefore>(make_problem(80, k, {5, 0, 17}, Data::kIntegers, 6), 6);
  }
}

TEST_CASE("the shapes of the pull request's tests, scaled in K and rows") {
  // (tokens, hidden, experts, top-k, intermediate) there; rows of one expert's GEMM here.
  for (const auto& [rows, k, tokens] :
       {std::tuple{256, 128, std::vector{1, 1}}, std::tuple{256, 128, std::vector{2, 2, 2, 2}},
        std::tuple{512, 384, std::vector{1, 2, 1, 1, 1, 1, 1, 0}},
        std::tuple{320, 384, std::vector{16, 16, 16, 16}}}) {
    const GemmProblem problem = make_problem(rows, k, tokens, Data::kReals, 7);
    check<Default>(problem, 3, 4);
    check<DefaultBefore>(problem, 3, 4);
  }
}

TEST_CASE("experts without tokens at both ends, and no tokens at all") {
  check<Default>(make_problem(64, 128, {0, 0, 1, 0, 0}, Data::kIntegers, 8), 3);
  check<Default>(make_problem(64, 128, {0, 0}, Data::kIntegers, 9), 3);
}

TEST_CASE("more experts than lanes: the table of tiles is filled 32 at a time") {
  std::vector<int> tokens(70, 0);
  tokens[0] = 2;
  tokens[31] = 1;
  tokens[32] = 3;
  tokens[69] = 18;
  check<Default>(make_problem(64, 64, tokens, Data::kIntegers, 10), 3);
}

TEST_CASE(
    "weights in the natural layout, given to a kernel that expects the interleave, are wrong") {
  const GemmProblem problem = make_problem(128, 256, {9, 4}, Data::kReals, 11);
  LayoutBytes layout = layout_of(problem, Family::kPr12451);
  layout.weights = problem.weights;
  const GemmOutcome outcome = run_gemm<Default>(problem, layout, 1);
  CHECK(outcome.report.ok());
  // On an H200 95.8 % of the outputs differed (pull request 12451).
  CHECK(outcome.wrong > static_cast<int64_t>(problem.expected.size()) * 8 / 10);
}

TEST_CASE("int4: weights in the natural layout, or scales packed for another stage, are wrong") {
  using Int4 =
      GemmTraits<Family::kPr12451, 64, 16, Schedule::kPingpong, 1, 1, sm90::Scheme::kInt4Fp8, 256>;
  const GemmProblem problem = make_int4_problem(128, 512, {9, 4}, Data::kReals, 13);
  CHECK(run_gemm<Int4>(problem, layout_for<Int4>(problem), 1).ok());
  LayoutBytes natural = layout_for<Int4>(problem);
  natural.weights = problem.weights;
  const auto mostly = static_cast<int64_t>(problem.expected.size()) * 8 / 10;
  CHECK(run_gemm<Int4>(problem, natural, 1).wrong > mostly);
  LayoutBytes packed = layout_for<Int4>(problem);
  packed.scales = interleave_int4_scales(problem, 4);
  CHECK(run_gemm<Int4>(problem, packed, 1).wrong > mostly);
}

TEST_CASE("int4: deep K, more stages than the pipeline has, of one group each") {
  using One =
      GemmTraits<Family::kPr12451, 64, 16, Schedule::kPingpong, 1, 1, sm90::Scheme::kInt4Fp8, 128>;
  using OneBefore =
      GemmTraits<Family::kOriginal, 64, 16, Schedule::kPingpong, 1, 1, sm90::Scheme::kInt4Fp8, 128>;
  const GemmProblem problem = make_int4_problem(80, 128 * 27, {3, 20}, Data::kIntegers, 14);
  check<One>(problem, 6);
  check<OneBefore>(problem, 6);
}

TEST_CASE("scale byte 0 makes a weight zero, 254 is finite, 255 is infinite") {
  GemmProblem problem = make_problem(64, 64, {4}, Data::kIntegers, 12);
  const auto run_with = [&](uint8_t scale) {
    for (uint8_t& byte : problem.scales) byte = 127;
    problem.scales[0] = scale;                                  // row 0, k 0 to 31
    for (size_t i = 0; i < 16; ++i) problem.weights[i] = 0x22;  // 1.0
    for (uint16_t& value : problem.input) value = 0x3F80;       // 1.0
    const Aligned<uint16_t> output = outputs_of<Default>(problem);
    return bf16_to_float(output.data()[0]);
  };
  const float rest = run_with(0);  // row 0 without its first group
  CHECK(run_with(127) == rest + 32);
  CHECK(std::isfinite(run_with(249)));
  CHECK(run_with(254) == std::numeric_limits<float>::infinity());  // 32 * 2^127
  CHECK(run_with(255) == std::numeric_limits<float>::infinity());
}

}  // namespace moe::test
