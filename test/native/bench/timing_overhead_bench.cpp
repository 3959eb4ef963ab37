/**
 * What the timing loop adds to a launch: the loop with a mark after every launch (B) against a bare
 * loop over the same launches (A), in pairs A B B A, by one clock around each. Prints the median of
 * the pairs' ratios for a launch of some tens of microseconds, the least favourable that is worth
 * timing, and for one of about a millisecond.
 */
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <memory>

#include "measure/session.hpp"
#include "measure/timing_loop.hpp"

namespace {

using namespace moe::measure;
using Clock = std::chrono::steady_clock;

constexpr int32_t kLaunches = 50;
constexpr int kPairs = 101;

moe_problem layer_of(int32_t size) {
  return {.struct_size = sizeof(moe_problem),
          .scheme = MOE_SCHEME_MXFP4_BF16,
          .hidden_size = size,
          .intermediate_size = size,
          .num_experts = 8,
          .top_k = 2,
          .activation = MOE_ACTIVATION_SWIGLU,
          .has_bias = 0,
          .swiglu_alpha = 1,
          .swiglu_beta = 0,
          .swiglu_limit = std::numeric_limits<float>::infinity()};
}

template <class Body>
double microseconds(Body body) {
  const auto begin = Clock::now();
  body();
  return std::chrono::duration<double, std::micro>(Clock::now() - begin).count();
}

/** A tactic that this processor runs: the last default, of the best family. */
int32_t default_tactic(const KernelLibrary& library, const moe_problem& problem) {
  int32_t found = 0;
  char reason[256];
  for (int32_t index = 0; index < library.api().tactic_count(); ++index) {
    const bool runs =
        library.api().supports(index, &problem, MOE_STAGE_LAYER, reason, sizeof reason) == MOE_OK;
    found = runs && library.tactic(index).is_default != 0 ? index : found;
  }
  return found;
}

void print_overhead(const std::shared_ptr<const KernelLibrary>& library, int32_t size) {
  const auto problem = layer_of(size);
  // One thread: the cost of the loop does not depend on threads, and a second one adds noise.
  Session session(library, problem, {.num_threads = 1, .seed = 1});
  const int32_t tactic = default_tactic(*library, problem);
  const auto& api = library->api();
  auto* const context = session.context().get();
  const DeviceBuffer routing(session.context(), session.routing_bytes(MOE_STAGE_LAYER, 1));
  auto launch = session.timed_launch(tactic, MOE_STAGE_LAYER, 1, 0);
  session.set_routing(launch, routing, 0, {{1, 4}, {0.6f, 0.4f}});
  library->require(api.marks_reserve(context, kLaunches + 1), "reserving time stamps");

  LaunchCycle cycle{{&launch, 1}};
  const auto bare = [&] {
    return microseconds([&] {
      for (int32_t i = 0; i < kLaunches; ++i) {
        api.launch(context, &problem, &launch);
      }
    });
  };
  const auto marked = [&] {
    return microseconds([&] { run_marked(api, context, problem, cycle, kLaunches); });
  };
  bare();
  marked();
  std::vector<double> ratios;
  std::vector<double> launches_us;
  for (int pair = 0; pair < kPairs; ++pair) {
    const double a1 = bare();
    const double b1 = marked();
    const double b2 = marked();
    const double a2 = bare();
    ratios.push_back(std::sqrt(b1 / a1 * (b2 / a2)));
    launches_us.push_back((a1 + a2) / (2 * kLaunches));
  }
  const auto median = [](std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
  };
  std::printf("%s, %d x %d: %.1f us a launch, the timing loop adds %.2f %% (%d A B B A pairs)\n",
              library->tactic(tactic).id, size, size, median(launches_us),
              100 * (median(ratios) - 1), kPairs);
}

}  // namespace

int main() {
  const auto library = std::make_shared<const KernelLibrary>(MOE_CPU_LIBRARY);
  for (const int32_t size : {512, 2048}) {
    print_overhead(library, size);
  }
}
