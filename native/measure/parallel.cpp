#include "measure/parallel.hpp"

#include <sched.h>

#include <algorithm>
#include <exception>
#include <thread>
#include <vector>

namespace moe::measure {

namespace {

cpu_set_t affinity_now() {
  cpu_set_t set;
  CPU_ZERO(&set);
  sched_getaffinity(0, sizeof set, &set);
  return set;
}

/** Read when the program starts, before a kernel library can bind the thread. */
const cpu_set_t kProcessAffinity = affinity_now();

}  // namespace

int32_t usable_threads() { return std::max(1, CPU_COUNT(&kProcessAffinity)); }

void for_each_range(int32_t num_threads, int64_t count,
                    const std::function<void(int64_t, int64_t)>& body) {
  const int64_t ranges = std::clamp<int64_t>(num_threads, 1, std::max<int64_t>(1, count));
  std::vector<std::exception_ptr> failures(static_cast<size_t>(ranges));
  const auto run = [&](int64_t range) {
    try {
      body(count * range / ranges, count * (range + 1) / ranges);
    } catch (...) {
      failures[static_cast<size_t>(range)] = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  for (int64_t range = 1; range < ranges; ++range) {
    threads.emplace_back([&run, range] {
      sched_setaffinity(0, sizeof kProcessAffinity, &kProcessAffinity);
      run(range);
    });
  }
  run(0);
  for (auto& thread : threads) {
    thread.join();
  }
  for (const auto& failure : failures) {
    if (failure) {
      std::rethrow_exception(failure);
    }
  }
}

}  // namespace moe::measure
