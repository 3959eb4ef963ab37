#include <cuda_runtime.h>

#include <algorithm>
#include <array>

#include "kernels/common/error.hpp"
#include "kernels/sm90/bandwidth/read_stream.hpp"
#include "kernels/sm90/library/context.hpp"
#include "kernels/sm90/library/cuda_check.hpp"
#include "kernels/sm90/library/device_memory.hpp"
#include "kernels/sm90/library/read_bandwidth.hpp"

namespace moe::sm90 {

namespace {

constexpr size_t kMostBytes = size_t{8} << 30;
constexpr int kPasses = 9;
// The fastest of sm90_bandwidth on an H200: 4589 GB/s (H200-before-fused.md).
constexpr unsigned kBlocksPerSm = 2;
constexpr uint32_t kStageBytes = 17408;
constexpr uint32_t kStages = 4;
constexpr uint32_t kSharedBytes = kReadStreamHead + kStages * kStageBytes;

__global__ void read_stream_kernel(ReadStreamParams params) {
  read_stream(params, blockIdx.x, gridDim.x);
}

int attribute(cudaDeviceAttr name, int32_t device) {
  int value = 0;
  check(cudaDeviceGetAttribute(&value, name, device), "asking about the device");
  return value;
}

/** Half of what is free, so that a run beside this one is left alone. */
size_t buffer_bytes(int32_t device) {
  size_t free = 0;
  size_t total = 0;
  check(cudaMemGetInfo(&free, &total), "asking for free memory");
  const size_t bytes = std::min(kMostBytes, free / 2) / kStageBytes * kStageBytes;
  if (bytes < 5 * static_cast<size_t>(attribute(cudaDevAttrL2CacheSize, device))) {
    throw Error(MOE_OUT_OF_MEMORY, "too little memory is free to measure the read bandwidth");
  }
  return bytes;
}

}  // namespace

double measure_read_bandwidth(const moe_context& context) {
  context.use();
  cudaStream_t const stream = context.stream.get();
  const size_t bytes = buffer_bytes(context.device);
  const DeviceMemory buffer(bytes);
  check(cudaMemsetAsync(buffer.data(), 0x5A, bytes, stream), "filling memory");
  check(cudaFuncSetAttribute(read_stream_kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                             static_cast<int>(kSharedBytes)),
        "asking for shared memory");
  const auto blocks = kBlocksPerSm * static_cast<unsigned>(
                                         attribute(cudaDevAttrMultiProcessorCount, context.device));
  const Event begin = make_event();
  const Event end = make_event();
  std::array<float, kPasses> times{};            // ms
  for (int pass = -1; pass < kPasses; ++pass) {  // the first warms up
    check(cudaEventRecord(begin.get(), stream), "recording a time");
    read_stream_kernel<<<blocks, 1, kSharedBytes, stream>>>(
        {buffer.data(), bytes, kStageBytes, kStages});
    check(cudaGetLastError(), "reading memory");
    check(cudaEventRecord(end.get(), stream), "recording a time");
    check(cudaEventSynchronize(end.get()), "reading memory");
    float ms = 0;
    check(cudaEventElapsedTime(&ms, begin.get(), end.get()), "reading a time");
    if (pass >= 0) times[static_cast<size_t>(pass)] = ms;
  }
  std::nth_element(times.begin(), times.begin() + kPasses / 2, times.end());
  return static_cast<double>(bytes) / (double{times[kPasses / 2]} / 1000);
}

}  // namespace moe::sm90
