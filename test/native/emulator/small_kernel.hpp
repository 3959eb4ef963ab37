#pragma once
/** Kernels of a few lines, to show the emulator one fault each. */
#include <doctest/doctest.h>

#include "emulator/launch.hpp"
#include "emulator/tensor_map.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"
#include "kernels/sm90/ptx/ptx.hpp"
#include "kernels/sm90/support/aligned.hpp"

namespace moe::test {

using emulator::Completion, emulator::Fault, emulator::LaunchSize, emulator::Options,
    emulator::Order;

/** Runs a kernel; copies and products finish as late as they may, so that nothing is right by luck.
 */
inline emulator::Report run(const LaunchSize& size, const std::function<void()>& kernel,
                            Completion completion = Completion::kLazy, uint64_t seed = 1) {
  return emulator::launch(size, {seed, completion, completion, Order::kRandom}, kernel);
}

/** The kernel must fail like this; the report names this test's file. */
inline void expect_fault(Fault fault, const LaunchSize& size, const std::function<void()>& kernel,
                         Completion completion = Completion::kLazy) {
  const emulator::Report report = run(size, kernel, completion);
  CHECK_MESSAGE(report.fault == fault, report.text());
}

/** A bug that not every order of the threads shows. */
inline void expect_fault_of_some_schedule(Fault fault, const LaunchSize& size,
                                          const std::function<void()>& kernel) {
  std::string found;
  bool shown = false;
  for (uint64_t seed = 1; seed <= 40 && !shown; ++seed) {
    const emulator::Report report = run(size, kernel, Completion::kRandom, seed);
    shown = report.fault == fault;
    found += report.text() + "\n";
  }
  CHECK_MESSAGE(shown, found);
}

inline void expect_clean(const LaunchSize& size, const std::function<void()>& kernel) {
  for (uint64_t seed = 1; seed <= 12; ++seed) {
    const emulator::Report report = run(size, kernel, static_cast<Completion>(seed % 3), seed);
    CHECK_MESSAGE(report.ok(), report.text());
  }
}

inline constexpr LaunchSize kWarp{1, 32, 1, 8192};
inline constexpr LaunchSize kTwoWarps{1, 64, 1, 8192};
inline constexpr LaunchSize kWarpgroup{1, 128, 1, 8192};
inline constexpr LaunchSize kPair{2, 32, 2, 8192};

/** The thread that does what one thread does. */
inline bool is_first() { return ptx::thread_id() == 0; }

/** Dynamic shared memory from its first multiple of 1024 on. */
inline uint32_t aligned_base() { return (ptx::shared_base() + 1023) / 1024 * 1024; }

}  // namespace moe::test
