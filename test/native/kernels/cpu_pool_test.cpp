/** The thread pool: everything once, on any number of threads, again and again. */
#include <doctest/doctest.h>

#include <atomic>
#include <vector>

#include "kernels/cpu/thread_pool.hpp"

using namespace moe::cpu;

TEST_CASE("each index is in exactly one chunk, and chunks are as long as was asked for") {
  for (const int32_t threads : {1, 2, 3, 8, 64}) {
    CAPTURE(threads);
    ThreadPool pool(threads);
    CHECK(pool.num_threads() == threads);
    for (const int64_t count : {0, 1, 2, 63, 1000}) {
      for (const int64_t smallest : {1, 7, 5000}) {
        CAPTURE(count);
        CAPTURE(smallest);
        std::vector<std::atomic<int>> visits(static_cast<size_t>(count));
        std::atomic<int> short_chunks = 0;
        pool.run(
            count,
            [&](int64_t begin, int64_t end, int32_t) {
              short_chunks += end - begin < smallest && end < count ? 1 : 0;
              for (int64_t i = begin; i < end; ++i) {
                ++visits[static_cast<size_t>(i)];
              }
            },
            smallest);
        CHECK(short_chunks == 0);
        for (const auto& visit : visits) {
          CHECK(visit == 1);
        }
      }
    }
  }
}

TEST_CASE("what one run has written, the next one sees on every thread") {
  // The phases of a layer follow one another like this, thousands of times in a measurement.
  ThreadPool pool(4);
  std::vector<int64_t> values(257, 0);
  for (int64_t round = 1; round <= 2000; ++round) {
    pool.run(static_cast<int64_t>(values.size()), [&](int64_t begin, int64_t end, int32_t) {
      for (int64_t i = begin; i < end; ++i) {
        values[static_cast<size_t>(i)] += 1;
      }
    });
    int64_t sum = 0;
    for (const int64_t value : values) {
      sum += value;
    }
    REQUIRE(sum == round * static_cast<int64_t>(values.size()));
  }
}

TEST_CASE("thread numbers are those of the pool") {
  ThreadPool pool(3);
  std::atomic<bool> in_range = true;
  pool.run(100, [&](int64_t, int64_t, int32_t thread) {
    in_range = in_range && thread >= 0 && thread < 3;
  });
  CHECK(in_range);
}
