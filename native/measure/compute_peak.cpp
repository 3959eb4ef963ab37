#include "measure/compute_peak.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <vector>

#include "kernels/common/amx.hpp"
#include "kernels/common/peak_loops.hpp"
#include "measure/parallel.hpp"

namespace moe::measure {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kDuration = std::chrono::milliseconds(200);
constexpr int kMinPasses = 3;
/** Steps of a pass, one to five milliseconds on processors of 2 to 4 GHz. */
constexpr int64_t kSteps = 1 << 19;
/** The same of tiles, whose products take 16 cycles. */
[[maybe_unused]] constexpr int64_t kTileSteps = 1 << 16;

/** Floating-point operations of a step of a loop, with which steps and which instruction. */
struct Loop {
  float (*run)(int64_t steps);
  int64_t steps;
  double flops_per_step;
  PeakInstruction instruction;
};

/** A loop of steps of kPeakSums instructions. */
constexpr Loop vector_loop(float (*run)(int64_t), int flops_per_instruction,
                           PeakInstruction instruction) {
  return {run, kSteps, static_cast<double>(kPeakSums * flops_per_instruction), instruction};
}

#if defined(__x86_64__)

[[gnu::target("avx2,fma")]] float multiply_add_256(int64_t steps) {
  const __m256 ones = _mm256_set1_ps(1.0f);
  __m256 sums[kPeakSums];
  for (int i = 0; i < kPeakSums; ++i) {
    sums[i] = _mm256_set1_ps(static_cast<float>(i));  // equal sums could be merged into one
  }
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 12
    for (auto& sum : sums) {
      sum = _mm256_fmadd_ps(ones, ones, sum);
    }
  }
  for (int i = 1; i < kPeakSums; ++i) {
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
  float sums[kPeakSums][kLanes] = {};
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
  if (amx_refusal().empty()) {
    loops.push_back(
        {run_tiles, kTileSteps, 2.0 * 16 * 16 * 32 * kPeakTileSums, PeakInstruction::kBf16Tiles});
  }
  if (__builtin_cpu_supports("avx512bf16")) {
    loops.push_back(vector_loop(run_dots_512, 64, PeakInstruction::kBf16Dot));
  }
  if (__builtin_cpu_supports("avx512f")) {
    loops.push_back(vector_loop(run_multiply_adds_512, 32, PeakInstruction::kFp32MultiplyAdd));
  } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    loops.push_back(vector_loop(multiply_add_256, 16, PeakInstruction::kFp32MultiplyAdd));
  }
  if (!loops.empty()) {
    return loops;
  }
#endif
  return {vector_loop(multiply_add_plain, 8, PeakInstruction::kFp32MultiplyAdd)};
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
      sink = loop.run(loop.steps);
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
  return static_cast<double>(loop.steps) * loop.flops_per_step * threads / best_seconds;
}

}  // namespace

const char* name_of(PeakInstruction instruction) {
  switch (instruction) {
    case PeakInstruction::kBf16Tiles:
      return "bf16_tiles";
    case PeakInstruction::kBf16Dot:
      return "bf16_dot";
    default:
      return "fp32_multiply_add";
  }
}

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
