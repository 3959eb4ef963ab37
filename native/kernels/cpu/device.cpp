#include "kernels/cpu/device.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

namespace moe::cpu {

namespace {

std::string read_processor_name() {
  std::ifstream information("/proc/cpuinfo");
  for (std::string line; std::getline(information, line);) {
    if (line.starts_with("model name")) {
      const auto colon = line.find(": ");
      return colon == std::string::npos ? line : line.substr(colon + 2);
    }
  }
  return "unknown processor";
}

/** The largest cache that the C library knows of; 32 MiB where it knows none, to be on the cold
 * side. */
int64_t last_level_cache_bytes() {
  const long largest = std::max({sysconf(_SC_LEVEL4_CACHE_SIZE), sysconf(_SC_LEVEL3_CACHE_SIZE),
                                 sysconf(_SC_LEVEL2_CACHE_SIZE)});
  return largest > 0 ? largest : int64_t{32} << 20;
}

/** Smallest step seen between readings of the clock, in nanoseconds. */
double measure_clock_tick_ns() {
  using Clock = std::chrono::steady_clock;
  auto smallest = std::chrono::nanoseconds::max();
  for (int i = 0; i < 200; ++i) {
    const auto begin = Clock::now();
    auto end = Clock::now();
    while (end == begin) {
      end = Clock::now();
    }
    smallest = std::min(smallest, std::chrono::nanoseconds(end - begin));
  }
  return static_cast<double>(smallest.count());
}

}  // namespace

moe_device describe_device() {
  static const std::string name = read_processor_name();
  static const double tick_ns = measure_clock_tick_ns();
  const int64_t memory =
      static_cast<int64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<int64_t>(sysconf(_SC_PAGESIZE));
  return {sizeof(moe_device),
          name.c_str(),
          static_cast<int32_t>(std::max(1u, std::thread::hardware_concurrency())),
          memory,
          last_level_cache_bytes(),
          tick_ns};
}

}  // namespace moe::cpu
