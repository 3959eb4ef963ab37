#include "kernels/sm90/library/device.hpp"

#include <string>

#include "kernels/common/error.hpp"
#include "kernels/sm90/library/cuda_check.hpp"

namespace moe::sm90 {

namespace {

int attribute(cudaDeviceAttr which) {
  int device = 0;
  int value = 0;
  check(cudaGetDevice(&device), "asking for the current device");
  check(cudaDeviceGetAttribute(&value, which, device), "asking for a property of the device");
  return value;
}

cudaDeviceProp properties_of(int device) {
  cudaDeviceProp properties{};
  check(cudaGetDeviceProperties(&properties, device), "asking for the device's properties");
  return properties;
}

}  // namespace

void use_device(int32_t device) {
  int count = 0;
  if (const cudaError_t error = cudaGetDeviceCount(&count); error != cudaSuccess) {
    cudaGetLastError();
    throw Error(MOE_NO_DEVICE, std::string("no CUDA device: ") + cudaGetErrorString(error));
  }
  if (device < 0 || device >= count) {
    throw Error(MOE_NO_DEVICE, "there is no CUDA device " + std::to_string(device) + ", only " +
                                   std::to_string(count));
  }
  check(cudaSetDevice(device), "choosing the device");
  const int major = attribute(cudaDevAttrComputeCapabilityMajor);
  const int minor = attribute(cudaDevAttrComputeCapabilityMinor);
  if (major != 9 || minor != 0) {
    throw Error(MOE_NO_DEVICE, std::string(properties_of(device).name) +
                                   " has compute capability " + std::to_string(major) + "." +
                                   std::to_string(minor) + "; these kernels are for 9.0 (Hopper)");
  }
}

moe_device describe_device() {
  int device = 0;
  check(cudaGetDevice(&device), "asking for the current device");
  static thread_local std::string name;
  const cudaDeviceProp properties = properties_of(device);
  name = properties.name;
  // CUDA documents about 0.5 us for the resolution of events (cudaEventElapsedTime).
  return {sizeof(moe_device),
          name.c_str(),
          properties.multiProcessorCount,
          static_cast<int64_t>(properties.totalGlobalMem),
          properties.l2CacheSize,
          500};
}

int32_t num_multiprocessors() { return attribute(cudaDevAttrMultiProcessorCount); }

}  // namespace moe::sm90
