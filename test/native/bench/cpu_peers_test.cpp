/** What the comparison with peers relies on beside the clock: conversion of weights, intervals. */
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <random>
#include <thread>

#include "bench/cpu_peers/batches.hpp"
#include "bench/cpu_peers/ggml_weights.hpp"
#include "bench/cpu_peers/other_threads.hpp"
#include "bench/cpu_peers/statistics.hpp"

using namespace moe::peers;

TEST_CASE("a block of ggml holds the scale, then weights j and j + 16 in byte j") {
  constexpr int64_t kExperts = 2, kRows = 4, kDepth = 64;
  std::mt19937 random(1);
  std::vector<uint8_t> values(kExperts * kRows * kDepth / 2);
  std::vector<uint8_t> scales(kExperts * kRows * kDepth / 32);
  for (auto& value : values) {
    value = static_cast<uint8_t>(random());
  }
  for (auto& scale : scales) {
    scale = static_cast<uint8_t>(random());
  }
  const moe_host_weights host{
      sizeof(moe_host_weights), values.data(), scales.data(), nullptr, nullptr, nullptr};
  const auto code = [&](int64_t row, int64_t k) {
    return values[static_cast<size_t>(row * kDepth / 2 + k / 2)] >> (k % 2 * 4) & 15;
  };
  constexpr int64_t kFirst = 1, kCount = 2;
  const auto blocks = to_ggml_blocks(host, {kExperts, kRows, kDepth}, kFirst, kCount);
  REQUIRE(blocks.size() == kExperts * kCount * (kDepth / 32) * 17);
  size_t place = 0;
  for (int64_t expert = 0; expert < kExperts; ++expert) {
    for (int64_t row = expert * kRows + kFirst; row < expert * kRows + kFirst + kCount; ++row) {
      for (int64_t group = 0; group < kDepth / 32; ++group, place += 17) {
        CHECK(blocks[place] == scales[static_cast<size_t>(row * kDepth / 32 + group)]);
        for (int64_t j = 0; j < 16; ++j) {
          const uint8_t byte = blocks[place + 1 + static_cast<size_t>(j)];
          CHECK((byte & 15) == code(row, group * 32 + j));
          CHECK((byte >> 4) == code(row, group * 32 + j + 16));
        }
      }
    }
  }
}

TEST_CASE("the interval of a median leaves out what the binomial distribution allows") {
  std::vector<double> values;
  for (int i = 1; i <= 11; ++i) {
    values.push_back(i);
  }
  // Of 11 values, 2nd to 10th cover the median with 98.8 %, 3rd to 9th with 93.5 % only.
  const Interval eleven = median_interval(values);
  CHECK(eleven.median == 6);
  CHECK(eleven.low == 2);
  CHECK(eleven.high == 10);
  const Interval three = median_interval({3, 1, 2});
  CHECK(three.low == 1);
  CHECK(three.high == 3);
  CHECK(median({4, 1, 3, 2}) == 2.5);
}

TEST_CASE("an output that is not a number has an infinite error") {
  CHECK(relative_error({3, 4}, {3, 4}) == 0.0);
  CHECK(relative_error({3, 4}, {3, 9}) == doctest::Approx(1.0));
  CHECK(std::isinf(relative_error({1}, {std::nanf("")})));
}

TEST_CASE("every token of a batch has distinct experts, and batches differ") {
  const moe_problem problem = {
      sizeof(moe_problem), MOE_SCHEME_MXFP4_BF16, 64, 64, 8, 4, MOE_ACTIVATION_SWIGLU, 0, 1, 0, 1};
  const auto batches = make_batches(problem, 5, 2);
  CHECK(batches[0].expert_ids != batches[1].expert_ids);
  CHECK(batches[0].input != batches[1].input);
  for (size_t token = 0; token < 5; ++token) {
    Batch alone;
    alone.expert_ids.assign(batches[0].expert_ids.begin() + static_cast<int64_t>(token) * 4,
                            batches[0].expert_ids.begin() + static_cast<int64_t>(token + 1) * 4);
    CHECK(touched_experts(alone) == 4);
  }
}

TEST_CASE("a runner's threads are waited for as long as they spin") {
  std::atomic<bool> spin = true;
  std::atomic<bool> begun = false;
  std::thread spinner([&] {
    begun = true;
    while (spin) {
    }
  });
  while (!begun) {
    std::this_thread::yield();
  }
  CHECK(other_threads_run());
  wait_for_other_threads(std::chrono::milliseconds(5));
  CHECK(other_threads_run());
  spin = false;
  spinner.join();
  CHECK_FALSE(other_threads_run());
}
