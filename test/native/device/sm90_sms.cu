/**
 * Which SMs read memory faster than the others, and what it depends on:
 *   sm90_sms
 * A block on every SM reads as many bytes, by bulk copies of the size of a stage of `fused`, with
 * more or fewer of them on their way. Prints how long the SMs take, microseconds, the median of 9
 * passes of each, and which are more than 4 % ahead of the median SM. Ends with 77 ("not run")
 * without a device.
 */
#include <algorithm>
#include <cstdio>
#include <vector>

#include "cuda_check.hpp"
#include "kernels/sm90/bandwidth/read_stream.hpp"

namespace {

using namespace moe::sm90;
using moe::test::check;

constexpr uint32_t kStageBytes = 17408;
constexpr size_t kStagesPerSm = 100;
constexpr int kPasses = 9;
/** Nanoseconds of no SM: it got no block. */
constexpr uint64_t kNoBlock = 0;
/** More than half of what an SM has, so that it holds one block. */
constexpr uint32_t kLeastShared = 120 * 1024;

__device__ uint64_t nanoseconds() {
  uint64_t now;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now)::"memory");
  return now;
}

/** @param taken  [SMs] nanoseconds */
__global__ void read_and_time(ReadStreamParams params, uint64_t* taken) {
  uint32_t sm;
  asm volatile("mov.u32 %0, %%smid;" : "=r"(sm));
  const uint64_t begin = nanoseconds();
  read_stream(params, blockIdx.x, gridDim.x);
  taken[sm] = nanoseconds() - begin;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

/** Microseconds of each SM. */
std::vector<double> times_of(const uint8_t* from, size_t bytes, uint64_t* taken, uint32_t sms,
                             uint32_t stages) {
  const uint32_t shared = std::max(kReadStreamHead + stages * kStageBytes, kLeastShared);
  check(cudaFuncSetAttribute(read_and_time, cudaFuncAttributeMaxDynamicSharedMemorySize,
                             static_cast<int>(shared)),
        "asking for shared memory");
  std::vector<std::vector<double>> times(sms);
  for (int pass = 0; pass <= kPasses; ++pass) {  // the first warms up
    check(cudaMemset(taken, 0, sms * sizeof(uint64_t)), "clearing");
    // Two halves by turns: the L2 holds nothing of the half before last.
    read_and_time<<<sms, 1, shared>>>({from + (pass % 2) * bytes, bytes, kStageBytes, stages},
                                      taken);
    std::vector<uint64_t> read(sms);
    check(cudaMemcpy(read.data(), taken, sms * sizeof(uint64_t), cudaMemcpyDeviceToHost),
          "reading memory");
    for (uint32_t sm = 0; sm < sms; ++sm) {
      if (pass > 0 && read[sm] != kNoBlock) {
        times[sm].push_back(static_cast<double>(read[sm]) / 1000);
      }
    }
  }
  std::vector<double> medians;
  for (const auto& of_sm : times) medians.push_back(of_sm.empty() ? 0 : median(of_sm));
  return medians;
}

}  // namespace

int main() {
  cudaDeviceProp device{};
  check(cudaGetDeviceProperties(&device, 0), "looking for a device");
  const auto sms = static_cast<uint32_t>(device.multiProcessorCount);
  const size_t bytes = sms * kStagesPerSm * kStageBytes;
  uint8_t* buffer = nullptr;
  uint64_t* taken = nullptr;
  check(cudaMalloc(&buffer, 2 * bytes), "allocating");
  check(cudaMalloc(&taken, sms * sizeof(uint64_t)), "allocating");
  check(cudaMemset(buffer, 0x5A, 2 * bytes), "filling");
  std::printf("%s, %u SMs, %zu bytes each\nin flight/SM  median     min     max  ahead by 4 %%\n",
              device.name, sms, kStagesPerSm * kStageBytes);
  for (const uint32_t stages : {2u, 3u, 4u, 6u, 9u, 11u}) {
    const std::vector<double> times = times_of(buffer, bytes, taken, sms, stages);
    const double middle = median(times);
    std::printf("%12u %7.1f %7.1f %7.1f ", stages * kStageBytes, middle, std::ranges::min(times),
                std::ranges::max(times));
    for (uint32_t sm = 0; sm < sms; ++sm) {
      if (times[sm] < 0.96 * middle) std::printf(" %u", sm);
    }
    std::printf("\n");
  }
  check(cudaFree(taken), "freeing");
  check(cudaFree(buffer), "freeing");
}
