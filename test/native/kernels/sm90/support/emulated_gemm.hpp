#pragma once
/** Runs a grouped GEMM kernel in the emulator and compares its output. */
#include <stdexcept>

#include "emulator/global_memory.hpp"
#include "emulator/launch.hpp"
#include "emulator/tensor_map.hpp"
#include "kernels/sm90/gemm/kernel.hpp"
#include "kernels/sm90/gemm/map_shapes.hpp"
#include "kernels/sm90/original/multiply.hpp"
#include "kernels/sm90/pr12451/multiply.hpp"
#include "kernels/sm90/streaming/multiply.hpp"
#include "kernels/sm90/support/aligned.hpp"
#include "kernels/sm90/support/gemm_problem.hpp"
#include "kernels/sm90/support/int4_problem.hpp"

namespace moe::test {

/** What came out: the emulator's report, and outputs that differ from the expected ones. */
struct GemmOutcome {
  emulator::Report report;
  int64_t wrong = 0;
  int64_t unwritten = 0;
  std::string text() const {
    return report.text() + "; wrong " + std::to_string(wrong) + ", not written " +
           std::to_string(unwritten);
  }
  bool ok() const { return report.ok() && wrong == 0 && unwritten == 0; }
};

/** Adversarial options of a seed: every combination of eager, lazy and random comes up. */
inline emulator::Options options_of(uint64_t seed) {
  using emulator::Completion, emulator::Order;
  return {seed, static_cast<Completion>(seed % 3), static_cast<Completion>(seed / 3 % 3),
          static_cast<Order>((seed + 2) % 3)};
}

/** Weights and scales in the layout a family reads. */
struct LayoutBytes {
  std::vector<uint8_t> weights;
  std::vector<uint8_t> scales;
};

inline LayoutBytes layout_of(const GemmProblem& problem, sm90::Family family) {
  const int rows = problem.num_experts() * problem.rows;
  if (family == sm90::Family::kStreaming)
    return {pack_records(problem, 126 - scale_offset(problem)), {}};
  return {family == sm90::Family::kPr12451 ? interleave_fp4(problem.weights, rows, problem.k)
                                           : problem.weights,
          interleave_scales(problem)};
}

/** The same for a kernel of either scheme. */
template <class Traits>
LayoutBytes layout_for(const GemmProblem& problem) {
  if constexpr (Traits::kIsInt4) {
    const int rows = problem.num_experts() * problem.rows;
    return {Traits::kFamily == sm90::Family::kPr12451
                ? interleave_int4(problem.weights, rows, problem.k)
                : problem.weights,
            interleave_int4_scales(problem, Traits::kSlabs)};
  } else {
    return layout_of(problem, Traits::kFamily);
  }
}

inline void compare(const GemmProblem& problem, const uint16_t* output, GemmOutcome& outcome) {
  const auto writes = emulator::write_counts(output);
  for (size_t i = 0; i < problem.expected.size(); ++i) {
    if (writes[i] != 1) ++outcome.unwritten;
    const double expected = problem.expected[i];
    const double error = std::abs(static_cast<double>(bf16_to_float(output[i])) - expected);
    // Half a unit of bf16, and what the sums may lose.
    if (!(error <= std::abs(expected) / 256 + problem.magnitude[i] * problem.sum_error)) {
      ++outcome.wrong;
    }
  }
}

/** Runs a kernel once. @param clusters  persistent clusters in the grid, fewer than there are tiles
 */
template <class Traits>
emulator::Report launch_gemm(const GemmProblem& problem, const LayoutBytes& layout,
                             Aligned<uint16_t>& output, uint64_t seed, int clusters) {
  using namespace emulator;
  const Aligned<uint8_t> weights(layout.weights), scales(layout.scales);
  const Aligned<uint16_t> input(problem.input);
  const Aligned<float> alpha(problem.alpha);
  const int blocks = clusters * Traits::kClusterSize;
  const Aligned<ptx::TensorMap> maps(
      static_cast<size_t>(blocks * sm90::kMapSets * sm90::kNumOperands));
  sm90::GemmParams params{{},
                          weights.data(),
                          scales.data(),
                          input.data(),
                          output.data(),
                          problem.first_row.data(),
                          maps.data(),
                          problem.num_experts(),
                          problem.rows,
                          problem.k,
                          problem.num_rows(),
                          Traits::kStreams ? std::ldexp(1.0f, scale_offset(problem)) : 1.0f,
                          {},
                          problem.alpha.empty() ? nullptr : alpha.data()};
  for (int operand = 0; operand < sm90::kNumOperands; ++operand) {
    if (Traits::kStreams && operand != sm90::kActivations) continue;
    const auto shape =
        sm90::map_shape(params, static_cast<sm90::Operand>(operand), sm90::box_rows<Traits>());
    const std::string fault =
        encode_tensor_map(params.maps[operand], {static_cast<const uint8_t*>(shape.address),
                                                 0,
                                                 shape.element_bytes,
                                                 shape.swizzle_bytes,
                                                 {shape.size[0], shape.size[1]},
                                                 shape.stride,
                                                 {shape.box[0], shape.box[1]}});
    if (!fault.empty()) return {Fault::kTensorCopy, fault, {}, 0, 0, 0, {}};
  }
  clear_buffers();
  add_buffer(weights.data(), layout.weights.size(), kRead, "weights");
  add_buffer(scales.data(), layout.scales.size(), kRead, "scales");
  add_buffer(input.data(), problem.input.size() * 2, kRead | kFromPreviousGrid, "input");
  add_buffer(alpha.data(), problem.alpha.size() * 4, kRead, "alpha");
  add_buffer(output.data(), problem.expected.size() * 2, kWrite, "output");
  add_buffer(problem.first_row.data(), problem.first_row.size() * 4, kRead | kFromPreviousGrid,
             "first_row");
  add_buffer(maps.data(), maps.size() * sizeof(ptx::TensorMap), kRead | kWrite | kRewrite,
             "block maps");
  add_buffer(&params, sizeof(params), kRead, "parameters");
  return launch({blocks, Traits::kThreads, Traits::kClusterSize, Traits::kSharedBytes,
                 Traits::kLaunchRegisters},
                options_of(seed), [&] { sm90::grouped_gemm<Traits>(params); });
}

template <class Traits>
GemmOutcome run_gemm(const GemmProblem& problem, const LayoutBytes& layout, uint64_t seed,
                     int clusters = 2) {
  Aligned<uint16_t> output(problem.expected.size());
  GemmOutcome outcome{launch_gemm<Traits>(problem, layout, output, seed, clusters)};
  if (outcome.report.ok()) compare(problem, output.data(), outcome);
  return outcome;
}

/** The outputs of a problem in the family's own layout. */
template <class Traits>
Aligned<uint16_t> outputs_of(const GemmProblem& problem) {
  Aligned<uint16_t> output(problem.expected.size());
  const auto report = launch_gemm<Traits>(problem, layout_for<Traits>(problem), output, 1, 1);
  if (!report.ok()) throw std::runtime_error(report.text());
  return output;
}

}  // namespace moe::test
