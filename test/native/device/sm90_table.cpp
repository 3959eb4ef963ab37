/**
 * A layer's table on a real device, whole layer, cold weights:
 *   sm90_table LIBRARY [problem [blocks [part of a tactic id [batch size]]]]
 * Problems: pr12451 (the pull request's table, the default), gpt-oss-120b, DeepSeek-V3, and
 * pr12451-int4, the same table for int4_fp8. Per batch
 * size every tactic is timed once; then the default and the fastest of each family are timed A B B
 * A. Figures are medians over blocks with the 10th and 90th percentile.
 */
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "measure/kernel_library.hpp"
#include "measure/session.hpp"
#include "measure/timed_cell.hpp"
#include "routing_samples.hpp"

using namespace moe::measure;

namespace {

constexpr int32_t kRotation = 8;
constexpr double kSlotUs = 3000;

moe_problem problem_of(int32_t hidden, int32_t intermediate, int32_t experts, int32_t top_k,
                       int32_t activation, int32_t bias, int32_t scheme = MOE_SCHEME_MXFP4_BF16) {
  return {sizeof(moe_problem),
          scheme,
          hidden,
          intermediate,
          experts,
          top_k,
          activation,
          bias,
          1.702f,
          1,
          7};
}

moe_problem find_problem(const std::string& name) {
  if (name == "pr12451") return problem_of(4096, 2048, 256, 6, MOE_ACTIVATION_SWIGLU, 0);
  if (name == "pr12451-int4") {
    return problem_of(4096, 2048, 256, 6, MOE_ACTIVATION_SWIGLU, 0, MOE_SCHEME_INT4_FP8);
  }
  if (name == "gpt-oss-120b") return problem_of(2880, 2880, 128, 4, MOE_ACTIVATION_SWIGLU_OAI, 1);
  if (name == "DeepSeek-V3") return problem_of(7168, 2048, 256, 8, MOE_ACTIVATION_SWIGLU, 0);
  throw Failure(FailureKind::kError, "no problem is called " + name);
}

struct Quantiles {
  double low, median, high;
};

Quantiles quantiles(std::vector<double> values) {
  std::ranges::sort(values);
  const auto at = [&](double share) {
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
  };
  return {at(0.1), at(0.5), at(0.9)};
}

std::vector<RotatedLaunch> rotation_of(const moe_problem& problem, int32_t batch) {
  std::vector<RotatedLaunch> rotation;
  for (int32_t launch = 0; launch < kRotation; ++launch) {
    rotation.push_back(
        {0, moe::test::uniform_sample(problem, batch, static_cast<uint32_t>(launch))});
  }
  return rotation;
}

/** Bytes of weights and scales that a launch touches, mean over the rotation. */
double touched_bytes(const moe_problem& problem, const std::vector<RotatedLaunch>& rotation) {
  double experts = 0;
  for (const auto& launch : rotation) {
    std::vector<int32_t> ids = launch.sample.expert_ids;
    std::ranges::sort(ids);
    experts += static_cast<double>(std::ranges::unique(ids).begin() - ids.begin());
  }
  const double weights = 3.0 * problem.hidden_size * problem.intermediate_size;
  const double scales = problem.scheme == MOE_SCHEME_INT4_FP8 ? 2.0 / 128 : 1.0 / 32;
  return experts / static_cast<double>(rotation.size()) * weights * (0.5 + scales);
}

struct Chosen {
  std::string role;
  int32_t tactic;
};

/** The default and the fastest tactic of each family. */
std::vector<Chosen> choose(Session& session, int32_t batch,
                           const std::vector<RotatedLaunch>& rotation, const std::string& filter) {
  std::map<std::string, std::pair<double, int32_t>> best;
  std::map<std::string, int32_t> defaults;
  for (int32_t index = 0; index < session.library().api().tactic_count(); ++index) {
    const moe_tactic tactic = session.library().tactic(index);
    if (std::string(tactic.id).find(filter) == std::string::npos) continue;
    if (session.library().api().supports(index, &session.problem(), MOE_STAGE_LAYER, nullptr, 0) !=
        MOE_OK) {
      continue;
    }
    session.prepare(index, MOE_STAGE_LAYER, 1);
    TimedCell cell(session, {index, MOE_STAGE_LAYER, batch, kSlotUs, rotation});
    const double us = cell.measure_block(1).front().median_us;
    std::printf("  %5d %9.1f us  %s\n", batch, us, tactic.id);
    const auto found = best.find(tactic.family);
    if (found == best.end() || us < found->second.first) best[tactic.family] = {us, index};
    if (tactic.is_default != 0) defaults.try_emplace(tactic.family, index);
  }
  std::vector<Chosen> chosen;
  for (const auto& [family, fastest] : best) {
    if (defaults.contains(family)) chosen.push_back({family + " default", defaults[family]});
    chosen.push_back({family + " tuned", fastest.second});
  }
  return chosen;
}

void compare(Session& session, int32_t batch, int blocks, const std::string& filter) {
  const auto rotation = rotation_of(session.problem(), batch);
  const double bytes = touched_bytes(session.problem(), rotation);
  const auto chosen = choose(session, batch, rotation, filter);
  std::map<std::string, std::vector<double>> times;
  std::vector<TimedCell> cells;
  for (const auto& contender : chosen) {
    cells.emplace_back(session,
                       CellRequest{contender.tactic, MOE_STAGE_LAYER, batch, kSlotUs, rotation});
  }
  for (int block = 0; block < blocks; ++block) {
    for (size_t i = 0; i < 2 * cells.size(); ++i) {
      const size_t which = i < cells.size() ? i : 2 * cells.size() - 1 - i;
      times[chosen[which].role].push_back(cells[which].measure_block(1).front().median_us);
    }
  }
  for (const auto& contender : chosen) {
    const Quantiles q = quantiles(times[contender.role]);
    std::printf("%5d  %-18s %9.1f us  [%9.1f, %9.1f]  %6.0f GB/s  %s\n", batch,
                contender.role.c_str(), q.median, q.low, q.high, bytes / q.median / 1e3,
                session.library().tactic(contender.tactic).id);
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int index, const char* otherwise) {
    return std::string(argc > index ? argv[index] : otherwise);
  };
  if (argc < 2) {
    std::fprintf(
        stderr,
        "usage: sm90_table LIBRARY [problem [blocks [part of a tactic id [batch size]]]]\n");
    return 2;
  }
  try {
    const auto library = std::make_shared<const KernelLibrary>(argv[1]);
    Session session(library, find_problem(argument(2, "pr12451")), {0, 42});
    const int blocks = std::stoi(argument(3, "10"));
    std::vector<int32_t> batches = {4, 16, 64, 1, 256, 1024};
    if (argc > 5) batches = {std::stoi(argv[5])};
    for (const int32_t batch : batches) compare(session, batch, blocks, argument(4, ""));
  } catch (const Failure& failure) {
    std::printf("not run: %s\n", failure.what());
    return 77;
  }
}
