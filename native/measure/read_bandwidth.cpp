#include "measure/read_bandwidth.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <cstring>

#include "measure/memory.hpp"
#include "measure/parallel.hpp"
#include "measure/processor.hpp"

namespace moe::measure {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kMinBytes = int64_t{256} << 20;
constexpr int64_t kMaxBytes = int64_t{1} << 30;
constexpr auto kDuration = std::chrono::milliseconds(400);
constexpr int kMinPasses = 3;
/** Bytes that a step of the loop reads: four sums of eight words break the chain of additions. */
constexpr size_t kStepWords = 32;

// The same plain loop, compiled for each width; the program loader picks the widest that runs here.
#if defined(__x86_64__)
[[gnu::target_clones("arch=x86-64-v4", "avx2", "default")]]
#endif
uint64_t
sum_words(const uint64_t* words, size_t count) {
  uint64_t sums[kStepWords] = {};
  for (size_t i = 0; i + kStepWords <= count; i += kStepWords) {
    for (size_t lane = 0; lane < kStepWords; ++lane) {
      sums[lane] += words[i + lane];
    }
  }
  uint64_t sum = 0;
  for (const uint64_t part : sums) {
    sum += part;
  }
  return sum;
}

}  // namespace

ReadBandwidth measure_read_bandwidth(int32_t num_threads) {
  const int32_t threads = num_threads > 0 ? num_threads : usable_threads();
  const int64_t cache = describe_processor().last_level_cache_bytes;
  const auto bytes = static_cast<size_t>(std::clamp(8 * cache, kMinBytes, kMaxBytes));
  const HugeMemory buffer(bytes, "bandwidth buffers");
  std::barrier meeting(threads);
  std::atomic<uint64_t> sink = 0;
  double best_seconds = 1e30;
  bool stop = false;
  for_each_range(threads, threads, [&](int64_t thread, int64_t) {
    const size_t words = bytes / sizeof(uint64_t) / static_cast<size_t>(threads);
    auto* const part = reinterpret_cast<uint64_t*>(buffer.data()) + thread * words;
    // Written once, so that every page is there and near the thread that reads it.
    std::memset(part, 1, words * sizeof(uint64_t));
    const auto begin = Clock::now();
    for (int pass = 0;; ++pass) {
      meeting.arrive_and_wait();
      const auto start = Clock::now();
      sink += sum_words(part, words);
      meeting.arrive_and_wait();
      if (thread == 0) {
        const auto now = Clock::now();
        const double seconds = std::chrono::duration<double>(now - start).count();
        best_seconds = std::min(best_seconds, seconds);
        stop = pass + 1 >= kMinPasses && now - begin >= kDuration;
      }
      meeting.arrive_and_wait();
      if (stop) {
        break;
      }
    }
  });
  const auto read = static_cast<double>(bytes / sizeof(uint64_t) / static_cast<size_t>(threads) *
                                        static_cast<size_t>(threads) * sizeof(uint64_t));
  return {threads, read / best_seconds};
}

}  // namespace moe::measure
