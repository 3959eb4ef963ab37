#include "kernels/cpu/dot_products.hpp"

#if defined(__x86_64__)
#include <algorithm>
#include <chrono>

#include "kernels/common/peak_loops.hpp"
#endif

namespace moe::cpu {

#if defined(__x86_64__)

namespace {

constexpr int64_t kSteps = 4000;
/** The fastest of so many passes counts: the first run while the processor still powers its wide
 * units up (10 to 20 us, four times as slow), others may be interrupted. */
constexpr int kPasses = 9;

double seconds(float (*run)(int64_t)) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  volatile float sink = run(kSteps);
  static_cast<void>(sink);
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

bool bf16_dots_are_faster() {
  static const bool faster = [] {
    double dots = 1e30;
    double multiply_adds = 1e30;
    for (int pass = 0; pass < kPasses; ++pass) {
      dots = std::min(dots, seconds(run_dots_512));
      multiply_adds = std::min(multiply_adds, seconds(run_multiply_adds_512));
    }
    return dots < 2 * multiply_adds;  // a dot product multiplies two pairs in each lane
  }();
  return faster;
}

#else

bool bf16_dots_are_faster() { return false; }

#endif

}  // namespace moe::cpu
