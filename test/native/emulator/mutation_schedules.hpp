#pragma once
/** What the probes of build/mutate.mjs share. */
#include <cstdio>

#include "kernels/sm90/support/emulated_gemm.hpp"

namespace moe::test {

/** @return whether `run(seed)` is right under every schedule; says what is wrong of the first that
 * is not */
template <class Run>
bool stands_every_schedule(Run&& run) {
  constexpr uint64_t kSchedules = 9;
  for (uint64_t seed = 1; seed <= kSchedules; ++seed) {
    const GemmOutcome outcome = run(seed);
    if (outcome.ok()) continue;
    std::printf("%s\n", outcome.text().c_str());
    return false;
  }
  return true;
}

}  // namespace moe::test
