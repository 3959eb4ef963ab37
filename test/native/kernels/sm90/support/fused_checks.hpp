#pragma once
/** What tests of `fused` hold its outputs against, whatever the scheme. */
#include "kernels/sm90/support/fused_gemm.hpp"
#include "kernels/sm90/support/gemm_checks.hpp"

namespace moe::test {

/** Every output, by `check(expected, magnitude, place in the output)`: sums of the problem,
 * activated where asked, at the row where the case wants them. */
template <class Check>
void for_each_output(const GemmProblem& problem, const FusedCase& asked, Check&& check) {
  const bool paired = asked.paired();
  const auto rows = static_cast<size_t>(problem.rows), width = paired ? rows / 2 : rows;
  for (int e = 0; e < problem.num_experts(); ++e) {
    for (int row = problem.first_row[static_cast<size_t>(e)];
         row < problem.first_row[static_cast<size_t>(e) + 1]; ++row) {
      const auto r = static_cast<size_t>(row);
      const size_t to = asked.to_slots ? static_cast<size_t>(asked.slot_of_row[r]) : r;
      for (size_t channel = 0; channel < width; ++channel) {
        const auto sum = [&](size_t c) {
          const float bias =
              asked.bias.empty() ? 0 : bf16_to_float(asked.bias[static_cast<size_t>(e) * rows + c]);
          return problem.expected[r * rows + c] + bias;
        };
        check(asked.activation ? reference::activate(*asked.activation, sum(channel),
                                                     paired ? sum(width + channel) : 0)
                               : sum(channel),
              problem.magnitude[r * rows + channel], to * width + channel);
      }
    }
  }
}

/** Runs a kernel once: without a fault, every output written once, and the memory for sums that
 * teams hand over as it was. */
template <class Traits>
FusedOutcome run_whole(const GemmProblem& problem, const FusedCase& asked, uint64_t seed,
                       int blocks) {
  FusedOutcome outcome = run_fused<Traits>(problem, asked, seed, blocks);
  REQUIRE_MESSAGE(outcome.report.ok(), outcome.report.text());
  CHECK(outcome.not_once == 0);
  CHECK(outcome.left_over == 0);
  return outcome;
}

/** Runs a kernel under several schedules: every output by `is_right(expected, magnitude, bf16)`. */
template <class Traits, class IsRight>
void check_outputs(const GemmProblem& problem, const FusedCase& asked, uint64_t schedules,
                   int blocks, IsRight&& is_right) {
  CAPTURE(blocks);
  for (uint64_t seed = 1; seed <= schedules; ++seed) {
    CAPTURE(seed);
    const FusedOutcome outcome = run_whole<Traits>(problem, asked, seed, blocks);
    int wrong = 0;
    for_each_output(problem, asked, [&](float expected, float magnitude, size_t at) {
      wrong += is_right(expected, magnitude, outcome.output.data()[at]) ? 0 : 1;
    });
    CHECK(wrong == 0);
  }
}

/** Half a unit of bf16, and what fp32 sums may lose. */
template <class Traits>
void check_close(const GemmProblem& problem, const FusedCase& asked, uint64_t schedules,
                 int blocks) {
  check_outputs<Traits>(problem, asked, schedules, blocks,
                        [](float expected, float magnitude, uint16_t actual) {
                          const double error = std::abs(bf16_to_float(actual) - expected);
                          return error <= std::abs(expected) / 200.0 + magnitude * 1e-5;
                        });
}

inline moe_problem activation_of(int32_t kind) {
  moe_problem problem{};
  problem.activation = kind;
  problem.swiglu_alpha = 1.702f;
  problem.swiglu_beta = 1;
  problem.swiglu_limit = 7;
  return problem;
}

/** Small integers, so that sums with them stay exact. */
inline std::vector<uint16_t> integer_biases(size_t count) {
  std::vector<uint16_t> values(count);
  for (size_t i = 0; i < count; ++i) values[i] = float_to_bf16(static_cast<float>(i % 7) - 3);
  return values;
}

}  // namespace moe::test
