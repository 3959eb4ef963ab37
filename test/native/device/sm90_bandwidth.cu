/**
 * The true roof of a weight-bound kernel: how fast a GPU reads memory it writes
 * nothing to. sm90_bandwidth Every SM's blocks stream their share of an 8 GB
 * buffer (160 x the L2 of an H200) into shared memory by bulk copies, with
 * nothing else to do. Prints GB/s by blocks per SM, stages and bytes a stage,
 * of ordinary lines of the L2 and of such as leave it first: median of 9
 * passes. Ends with 77 ("not run") without a device.
 */
#include <algorithm>
#include <cstdio>
#include <vector>

#include "cuda_check.hpp"
#include "kernels/sm90/bandwidth/read_stream.hpp"

namespace {

using namespace moe::sm90;
using moe::test::check;

constexpr size_t kBytes = size_t{8} << 30;
constexpr int kPasses = 9;

template <bool kOnce>
__global__ void read_everything(ReadStreamParams params) {
  read_stream<kOnce>(params, blockIdx.x, gridDim.x);
}

template <bool kOnce>
double median_gbs(const uint8_t* buffer, int blocks, uint32_t stage_bytes, uint32_t stages) {
  cudaEvent_t begin, end;
  check(cudaEventCreate(&begin), "creating an event");
  check(cudaEventCreate(&end), "creating an event");
  const uint32_t shared = kReadStreamHead + stages * stage_bytes;
  check(cudaFuncSetAttribute(read_everything<kOnce>, cudaFuncAttributeMaxDynamicSharedMemorySize,
                             static_cast<int>(shared)),
        "asking for shared memory");
  std::vector<double> rates;
  for (int pass = 0; pass <= kPasses; ++pass) {  // the first warms up
    check(cudaEventRecord(begin), "recording");
    read_everything<kOnce>
        <<<static_cast<unsigned>(blocks), 1, shared>>>({buffer, kBytes, stage_bytes, stages});
    check(cudaEventRecord(end), "recording");
    check(cudaEventSynchronize(end), "reading memory");
    float ms = 0;
    check(cudaEventElapsedTime(&ms, begin, end), "reading a time");
    if (pass > 0) rates.push_back(static_cast<double>(kBytes) / ms / 1e6);
  }
  std::nth_element(rates.begin(), rates.begin() + kPasses / 2, rates.end());
  return rates[kPasses / 2];
}

}  // namespace

int main() {
  cudaDeviceProp device{};
  check(cudaGetDeviceProperties(&device, 0), "looking for a device");
  uint8_t* buffer = nullptr;
  check(cudaMalloc(&buffer, kBytes), "allocating");
  check(cudaMemset(buffer, 0x5A, kBytes), "filling");
  std::printf("%s, %d SMs\nblocks/SM  stages  bytes/stage  in flight/SM     GB/s  evict_first\n",
              device.name, device.multiProcessorCount);
  for (const int per_sm : {1, 2}) {
    for (const uint32_t stage_bytes : {4096u, 8704u, 17408u}) {
      for (const uint32_t stages : {2u, 4u, 8u, 12u}) {
        const uint32_t flying = static_cast<uint32_t>(per_sm) * stages * stage_bytes;
        if (flying > 220 * 1024) continue;
        const int blocks = per_sm * device.multiProcessorCount;
        std::printf("%9d %7u %12u %13u %8.0f %12.0f\n", per_sm, stages, stage_bytes, flying,
                    median_gbs<false>(buffer, blocks, stage_bytes, stages),
                    median_gbs<true>(buffer, blocks, stage_bytes, stages));
      }
    }
  }
}
