#pragma once
/** Runs a kernel of `fused` in the emulator, and its records written out from their definition. */
#include <optional>

#include "kernels/sm90/fused/multiply.hpp"
#include "kernels/sm90/support/emulated_gemm.hpp"
#include "reference/activation.hpp"

namespace moe::test {

/** Row of the weights at row `row` of the records: up and gate alternate by eight when paired. */
inline int fused_row(int row, int rows, bool paired) {
  return paired ? row / 16 * 8 + row % 8 + (row % 16 >= 8 ? rows / 2 : 0) : row;
}

/** Where sign, two exponent bits and mantissa of code 0 to 3 of even k lie; odd k 16 bits on,
 * modulo 32. */
inline constexpr int kSpread[4][4] = {{15, 8, 7, 6}, {3, 28, 27, 26}, {9, 2, 1, 0}, {5, 30, 29, 4}};

inline void spread(int code, int which, int from, uint32_t& word) {
  for (int bit = 0; bit < 4; ++bit) {
    word |= static_cast<uint32_t>(code >> (3 - bit) & 1) << (kSpread[which][bit] + from) % 32;
  }
}

/** The word of four raised scales, each byte rotated right by one bit. */
inline uint32_t fused_scales(const uint8_t (&code)[4]) {
  uint32_t word = 0;
  for (int group = 0; group < 4; ++group) {
    word |= uint32_t{static_cast<uint8_t>(code[group] >> 1 | code[group] << 7)} << 8 * group;
  }
  return word;
}

/** Tokens are multiplied by 2^this, and scales raised by as much less. */
inline constexpr int kTokenRaise = 64;

/** [E, pairs of 128 rows, ceil(K/128), record of the pair] records; see fused/record.hpp. */
inline std::vector<uint8_t> pack_fused(const GemmProblem& problem, int raise, bool paired) {
  const int down = (problem.rows + 127) / 128, across = (problem.k + 127) / 128;
  std::vector<uint8_t> out;
  const auto put = [&](uint32_t word) {
    for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<uint8_t>(word >> shift));
  };
  for (int e = 0; e < problem.num_experts(); ++e) {
    const auto natural = [&](int row) {
      return static_cast<size_t>(e * problem.rows + fused_row(row, problem.rows, paired));
    };
    const auto code = [&](int row, int k) -> int {
      if (row >= problem.rows || k >= problem.k) return 0;
      const uint8_t byte = problem.weights[natural(row) * static_cast<size_t>(problem.k / 2) +
                                           static_cast<size_t>(k / 2)];
      return k % 2 == 0 ? byte & 15 : byte >> 4;
    };
    const auto put_record = [&](int record, int k_tile) {
      for (int item = 0; item < 4 * 2 * 2 * 32 * 4; ++item) {
        const int step = item % 4, lane = item / 4 % 32, block = item / 128 % 2;
        const int half = item / 256 % 2, warp = item / 512;
        const int row = record * 128 + warp * 32 + block * 16 + lane / 4;
        const int k = k_tile * 128 + half * 64 + step * 16 + lane % 4 * 2;
        uint32_t word = 0;
        for (int c = 0; c < 4; ++c) {
          const int r = row + c % 2 * 8, at = k + c / 2 * 8;
          spread(code(r, at), c, 0, word);
          spread(code(r, at + 1), c, 16, word);
        }
        put(word);
      }
      for (int item = 0; item < 128; ++item) {
        const int row = record * 128 + item / 32 * 32 + item % 4 * 8 + item / 4 % 8;
        uint8_t scale[4] = {};
        for (int group = 0; group < 4; ++group) {
          const int k = k_tile * 128 + group * 32;
          if (row >= problem.rows || k >= problem.k) continue;
          scale[group] = raised(problem.scales[natural(row) * static_cast<size_t>(problem.k / 32) +
                                               static_cast<size_t>(k / 32)],
                                raise);
        }
        put(fused_scales(scale));
      }
    };
    for (int pair = 0; pair < down; pair += 2) {
      for (int k_tile = 0; k_tile < across; ++k_tile) {
        for (int record = pair; record < std::min(pair + 2, down); ++record) {
          put_record(record, k_tile);
        }
      }
    }
  }
  return out;
}

/** What a launch of `fused` is asked beside the product. */
struct FusedCase {
  bool offsets_are_old = false;
  std::vector<int32_t> slot_of_row;  // empty: rows lie in the order of the experts
  int slots_per_row = 1;
  bool to_slots = false;
  std::optional<moe_problem> activation;  // and its biases:
  std::vector<uint16_t> bias;             // [E, N]

  /** Whether rows [0, N/2) are up and the others gate. */
  bool paired() const {
    return activation && activation->activation != MOE_ACTIVATION_NONE &&
           activation->activation != MOE_ACTIVATION_RELU2;
  }
};

/** The input as a launch of this case reads it: row slot_of_row[r] / slots_per_row holds row r. */
inline std::vector<uint16_t> scattered_input(const GemmProblem& problem, const FusedCase& asked) {
  if (asked.slot_of_row.empty()) return problem.input;
  std::vector<uint16_t> out(problem.input.size());
  const auto k = static_cast<size_t>(problem.k);
  for (size_t row = 0; row < asked.slot_of_row.size(); ++row) {
    const auto to = static_cast<size_t>(asked.slot_of_row[row] / asked.slots_per_row);
    std::copy_n(problem.input.begin() + static_cast<int64_t>(row * k), k,
                out.begin() + static_cast<int64_t>(to * k));
  }
  return out;
}

/** What came out: [S, N] or, activated, [S, I]. */
struct FusedOutcome {
  emulator::Report report;
  Aligned<uint16_t> output;
  int64_t not_once = 0;  // outputs that were not written exactly once
};

/** Runs a kernel once. */
template <class Traits>
FusedOutcome run_fused(const GemmProblem& problem, const FusedCase& asked, uint64_t seed,
                       int blocks) {
  using namespace emulator;
  const bool paired = asked.paired();
  const size_t width = static_cast<size_t>(paired ? problem.rows / 2 : problem.rows);
  const Aligned<uint8_t> records(
      pack_fused(problem, 126 - kTokenRaise - scale_offset(problem), paired));
  const Aligned<uint16_t> input(scattered_input(problem, asked)), bias(asked.bias);
  const Aligned<int32_t> slots(asked.slot_of_row);
  const Aligned<float> partials(static_cast<size_t>(blocks * Traits::kPartialFloats));
  const Aligned<uint32_t> flags(static_cast<size_t>(blocks));
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
                          std::ldexp(1.0f, scale_offset(problem)),
                          {}};
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
  params.fused.partials = partials.data();
  params.fused.handed_over = flags.data();
  const unsigned offsets = kRead | (asked.offsets_are_old ? 0u : unsigned{kFromPreviousGrid});
  clear_buffers();
  add_buffer(records.data(), records.size(), kRead, "records");
  add_buffer(input.data(), input.size() * 2, kRead | kFromPreviousGrid, "input");
  add_buffer(bias.data(), bias.size() * 2, kRead, "bias");
  add_buffer(slots.data(), slots.size() * 4, offsets, "slot_of_row");
  add_buffer(output.data(), output.size() * 2, kWrite | kFromPreviousGrid, "output");
  add_buffer(problem.first_row.data(), problem.first_row.size() * 4, offsets, "first_row");
  add_buffer(partials.data(), partials.size() * 4, kRead | kWrite, "partials");
  add_buffer(flags.data(), flags.size() * 4, kRead | kWrite, "flags");
  outcome.report =
      launch({blocks, Traits::kThreads, 1, Traits::kSharedBytes, Traits::kLaunchRegisters},
             options_of(seed), [&] { sm90::KernelOf<Traits>::run(params); });
  for (const uint8_t writes : write_counts(output.data()).first(output.size())) {
    if (writes != 1) ++outcome.not_once;
  }
  return outcome;
}

}  // namespace moe::test
