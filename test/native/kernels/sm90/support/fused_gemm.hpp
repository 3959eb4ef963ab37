#pragma once
/** Runs a kernel of `fused` in the emulator. */
#include <bit>
#include <optional>

#include "kernels/common/f16.hpp"
#include "kernels/sm90/fused/multiply.hpp"
#include "kernels/sm90/support/emulated_gemm.hpp"
#include "kernels/sm90/support/fused_records.hpp"
#include "reference/activation.hpp"

namespace moe::test {

/** What a launch of `fused` is asked beside the product. */
struct FusedCase {
  bool offsets_are_old = false;
  std::vector<int32_t> slot_of_row;  // empty: rows lie in the order of the experts
  int slots_per_row = 1;
  bool to_slots = false;
  std::optional<moe_problem> activation;  // and its biases:
  std::vector<uint16_t> bias;             // [E, N]
  std::optional<bool> quantised_as_f16;   // int4: outputs become e4m3, as bytes or widened
  std::vector<float> input_scale;         // [I] times which, empty: ones
  std::vector<uint8_t> records;           // empty: the problem's own

  /** Whether rows [0, N/2) are up and the others gate. */
  bool paired() const {
    return activation && activation->activation != MOE_ACTIVATION_NONE &&
           activation->activation != MOE_ACTIVATION_RELU2;
  }
};

/** A problem's tokens as `fused` reads them: bf16 as they are, e4m3 as f16. */
template <class Traits>
std::vector<uint16_t> fused_tokens(const GemmProblem& problem) {
  if constexpr (!Traits::kIsInt4) {
    return problem.input;
  } else {
    const auto* const codes = reinterpret_cast<const uint8_t*>(problem.input.data());
    std::vector<uint16_t> tokens(problem.input.size() * 2);
    for (size_t i = 0; i < tokens.size(); ++i) tokens[i] = float_to_f16(e4m3_to_float(codes[i]));
    return tokens;
  }
}

template <class Traits>
std::vector<uint8_t> fused_records(const GemmProblem& problem, bool paired) {
  if constexpr (Traits::kIsInt4) {
    return pack_fused_int4(problem, paired);
  } else {
    return pack_fused(problem, 126 - kTokenRaise - scale_offset(problem), paired);
  }
}

/** Tokens as a launch of this case reads them: row slot_of_row[r] / slots_per_row holds row r. */
inline std::vector<uint16_t> scattered(const std::vector<uint16_t>& tokens,
                                       const GemmProblem& problem, const FusedCase& asked) {
  if (asked.slot_of_row.empty()) return tokens;
  std::vector<uint16_t> out(tokens.size());
  const auto k = static_cast<size_t>(problem.k);
  for (size_t row = 0; row < asked.slot_of_row.size(); ++row) {
    const auto to = static_cast<size_t>(asked.slot_of_row[row] / asked.slots_per_row);
    std::copy_n(tokens.begin() + static_cast<int64_t>(row * k), k,
                out.begin() + static_cast<int64_t>(to * k));
  }
  return out;
}

/** What came out: [S, N] or, activated, [S, I]; of e4m3 as many bytes. */
struct FusedOutcome {
  emulator::Report report;
  Aligned<uint16_t> output;
  int64_t not_once = 0;   // outputs that were not written exactly once
  int64_t left_over = 0;  // words of handed-over sums that nobody took
};

/** Memory for sums that teams of so many blocks hand over. */
template <class Traits>
std::vector<float> no_sums(int blocks) {
  return std::vector<float>(static_cast<size_t>(blocks * Traits::kTeams * Traits::kPartialFloats),
                            std::bit_cast<float>(ptx::kUnpublished));
}

/** Runs a kernel once. */
template <class Traits>
FusedOutcome run_fused(const GemmProblem& problem, const FusedCase& asked, uint64_t seed,
                       int blocks) {
  using namespace emulator;
  const bool paired = asked.paired();
  const size_t width = static_cast<size_t>(paired ? problem.rows / 2 : problem.rows);
  const Aligned<uint8_t> records(asked.records.empty() ? fused_records<Traits>(problem, paired)
                                                       : asked.records);
  const Aligned<uint16_t> input(scattered(fused_tokens<Traits>(problem), problem, asked));
  const Aligned<uint16_t> bias(asked.bias);
  const Aligned<float> alpha(problem.alpha), input_scale(asked.input_scale);
  const Aligned<int32_t> slots(asked.slot_of_row);
  const Aligned<float> partials(no_sums<Traits>(blocks));
  FusedOutcome outcome{{}, Aligned<uint16_t>(static_cast<size_t>(problem.num_rows()) * width)};
  const Aligned<uint16_t>& output = outcome.output;
  sm90::GemmParams params{{},
                          records.data(),
                          nullptr,
                          input.data(),
                          output.data(),
                          problem.first_row.data(),
                          nullptr,
                          problem.num_experts(),
                          problem.rows,
                          problem.k,
                          problem.num_rows(),
                          Traits::kIsInt4 ? 1.0f : std::ldexp(1.0f, scale_offset(problem)),
                          {},
                          problem.alpha.empty() ? nullptr : alpha.data()};
  params.fused.slot_of_row = asked.slot_of_row.empty() ? nullptr : slots.data();
  params.fused.slots_per_row = asked.slots_per_row;
  params.fused.to_slots = asked.to_slots ? 1 : 0;
  params.fused.offsets_are_old = asked.offsets_are_old ? 1 : 0;
  params.fused.paired = paired ? 1 : 0;
  if (asked.activation) {
    params.fused.activates = 1;
    params.fused.activation = {asked.activation->activation, asked.activation->swiglu_alpha,
                               asked.activation->swiglu_beta, asked.activation->swiglu_limit};
    if (!asked.bias.empty()) params.fused.bias = bias.data();
  }
  if (asked.quantised_as_f16) {
    params.output = nullptr;
    params.fused.quantise = {asked.input_scale.empty() ? nullptr : input_scale.data(),
                             reinterpret_cast<uint8_t*>(output.data()),
                             *asked.quantised_as_f16 ? 1 : 0};
  }
  params.fused.partials = partials.data();
  const unsigned offsets = kRead | (asked.offsets_are_old ? 0u : unsigned{kFromPreviousGrid});
  clear_buffers();
  add_buffer(records.data(), records.size(), kRead, "records");
  add_buffer(input.data(), input.size() * 2, kRead | kFromPreviousGrid, "input");
  add_buffer(bias.data(), bias.size() * 2, kRead, "bias");
  add_buffer(alpha.data(), alpha.size() * 4, kRead, "alpha");
  add_buffer(input_scale.data(), input_scale.size() * 4, kRead, "input scales");
  add_buffer(slots.data(), slots.size() * 4, offsets, "slot_of_row");
  add_buffer(output.data(), output.size() * 2, kWrite | kFromPreviousGrid, "output");
  add_buffer(problem.first_row.data(), problem.first_row.size() * 4, offsets, "first_row");
  add_buffer(partials.data(), partials.size() * 4, kRead | kWrite | kRewrite, "partials");
  outcome.report =
      launch({blocks, Traits::kThreads, 1, Traits::kSharedBytes, Traits::kLaunchRegisters},
             options_of(seed), [&] { sm90::KernelOf<Traits>::run(params); });
  for (size_t i = 0; i < partials.size(); ++i) {
    if (std::bit_cast<uint32_t>(partials.data()[i]) != ptx::kUnpublished) ++outcome.left_over;
  }
  // Stores are counted by two bytes.
  const bool are_bytes = asked.quantised_as_f16 && !*asked.quantised_as_f16;
  for (const uint8_t writes :
       write_counts(output.data()).first(are_bytes ? output.size() / 2 : output.size())) {
    if (writes != (are_bytes ? 2 : 1)) ++outcome.not_once;
  }
  return outcome;
}

}  // namespace moe::test
