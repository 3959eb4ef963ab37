#include "measure/compute_peak.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <vector>

#include "measure/parallel.hpp"

namespace moe::measure {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kDuration = std::chrono::milliseconds(200);
constexpr int kMinPasses = 3;
/** One to five milliseconds a pass on processors of 2 to 4 GHz. */
constexpr int64_t kSteps = 1 << 19;
/** Independent sums: a multiply-add takes 4 to 6 cycles and two may start in one. */
constexpr int kSums = 12;

/** A loop of `steps` times kSums instructions, the floating-point operations of one, its kind. */
struct Loop {
  float (*run)(int64_t steps);
  double flops_per_instruction;
  PeakInstruction instruction;
};

#if defined(__x86_64__)

[[gnu::target("avx512f,avx512bf16")]] float dot_bf16_512(int64_t steps) {
  const auto ones = (__m512bh)_mm512_set1_epi32(0x3f803f80);
  __m512 sums[kSums];
  for (int i = 0; i < kSums; ++i) {
    sums[i] = _mm512_set1_ps(static_cast<float>(i));  // equal sums could be merged into one
  }
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 12
    for (auto& sum : sums) {
      sum = _mm512_dpbf16_ps(sum, ones, ones);
    }
  }
  for (int i = 1; i < kSums; ++i) {
    sums[0] = _mm512_add_ps(sums[0], sums[i]);
  }
  return _mm512_cvtss_f32(sums[0]);
}

[[gnu::target("avx512f")]] float multiply_add_512(int64_t steps) {
  const __m512 ones = _mm512_set1_ps(1.0f);
  __m512 sums[kSums];
  for (int i = 0; i < kSums; ++i) {
    sums[i] = _mm512_set1_ps(static_cast<float>(i));  // equal sums could be merged into one
  }
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 12
    for (auto& sum : sums) {
      sum = _mm512_fmadd_ps(ones, ones, sum);
    }
  }
  for (int i = 1; i < kSums; ++i) {
    sums[0] = _mm512_add_ps(sums[0], sums[i]);
  }
  return _mm512_cvtss_f32(sums[0]);
}

[[gnu::target("avx2,fma")]] float multiply_add_256(int64_t steps) {
  const __m256 ones = _mm256_set1_ps(1.0f);
  __m256 sums[kSums];
  for (int i = 0; i < kSums; ++i) {
    sums[i] = _mm256_set1_ps(static_cast<float>(i));  // equal sums could be merged into one
  }
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 12
    for (auto& sum : sums) {
      sum = _mm256_fmadd_ps(ones, ones, sum);
    }
  }
  for (int i = 1; i < kSums; ++i) {
    sums[0] = _mm256_add_ps(sums[0], sums[i]);
  }
  return _mm256_cvtss_f32(sums[0]);
}

#endif

/** What a compiler makes of plain C++ without special instructions: four lanes on x86-64. */
float multiply_add_plain(int64_t steps) {
  constexpr int kLanes = 4;
  float factors[kLanes] = {1.0f, 1.0f, 1.0f, 1.0f};
  // Keeps the compiler from knowing the factors, and so from simplifying the products.
  asm volatile("" : "+m"(factors));
  float sums[kSums][kLanes] = {};
  for (int64_t step = 0; step < steps; ++step) {
    for (auto& sum : sums) {
      for (int lane = 0; lane < kLanes; ++lane) {
        sum[lane] += factors[lane] * factors[lane];
      }
    }
  }
  float total = 0.0f;
  for (const auto& sum : sums) {
    for (const float lane : sum) {
      total += lane;
    }
  }
  return total;
}

/** The loops that may be the fastest: a dot product is not everywhere faster than two
 * multiply-adds.
 */
std::vector<Loop> candidate_loops() {
#if defined(__x86_64__)
  std::vector<Loop> loops;
  if (__builtin_cpu_supports("avx512bf16")) {
    loops.push_back({dot_bf16_512, 64.0, PeakInstruction::kBf16Dot});
  }
  if (__builtin_cpu_supports("avx512f")) {
    loops.push_back({multiply_add_512, 32.0, PeakInstruction::kFp32MultiplyAdd});
  } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    loops.push_back({multiply_add_256, 16.0, PeakInstruction::kFp32MultiplyAdd});
  }
  if (!loops.empty()) {
    return loops;
  }
#endif
  return {{multiply_add_plain, 8.0, PeakInstruction::kFp32MultiplyAdd}};
}

/** Floating-point operations per second of the fastest pass, all threads together. */
double flops_per_second(const Loop& loop, int32_t threads) {
  std::barrier meeting(threads);
  std::atomic<float> sink = 0.0f;
  double best_seconds = 1e30;
  bool stop = false;
  for_each_range(threads, threads, [&](int64_t thread, int64_t) {
    const auto begin = Clock::now();
    for (int pass = 0;; ++pass) {
      meeting.arrive_and_wait();
      const auto start = Clock::now();
      sink = loop.run(kSteps);
      meeting.arrive_and_wait();
      if (thread == 0) {
        const auto now = Clock::now();
        best_seconds = std::min(best_seconds, std::chrono::duration<double>(now - start).count());
        stop = pass + 1 >= kMinPasses && now - begin >= kDuration;
      }
      meeting.arrive_and_wait();
      if (stop) {
        break;
      }
    }
  });
  const double flops = static_cast<double>(kSteps) * kSums * loop.flops_per_instruction * threads;
  return flops / best_seconds;
}

}  // namespace

ComputePeak measure_compute_peak(int32_t num_threads) {
  const int32_t threads = num_threads > 0 ? num_threads : usable_threads();
  ComputePeak peak{threads, PeakInstruction::kFp32MultiplyAdd, 0.0};
  for (const Loop& loop : candidate_loops()) {
    const double flops = flops_per_second(loop, threads);
    if (flops > peak.flops_per_second) {
      peak.instruction = loop.instruction;
      peak.flops_per_second = flops;
    }
  }
  return peak;
}

}  // namespace moe::measure
