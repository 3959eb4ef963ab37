#include "kernels/sm90/library/context.hpp"

#include <string>

#include "api/moe_kernels.h"
#include "kernels/common/error.hpp"
#include "kernels/sm90/library/cuda_check.hpp"
#include "kernels/sm90/library/device.hpp"

namespace moe::sm90 {

Stream make_stream() {
  cudaStream_t stream = nullptr;
  check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "creating a stream");
  return Stream(stream);
}

Event make_event() {
  cudaEvent_t event = nullptr;
  check(cudaEventCreate(&event), "creating an event");
  return Event(event);
}

}  // namespace moe::sm90

using moe::Error;
using moe::sm90::check;

namespace {

int32_t chosen_device(int32_t index) {
  moe::sm90::use_device(index);
  return index;
}

}  // namespace

moe_context::moe_context(int32_t device_index)
    : device(chosen_device(device_index)),
      stream(moe::sm90::make_stream()),
      partials(stream.get()) {}

void moe_context::use() const { check(cudaSetDevice(device), "choosing the device"); }

int32_t moe_context::blocks_of(const moe::sm90::KernelEntry& kernel) {
  const auto found = blocks_.find(&kernel);
  if (found != blocks_.end()) {
    return found->second;
  }
  int clusters = 0;
  check(static_cast<cudaError_t>(kernel.max_active_clusters(&clusters)),
        "asking how many clusters fit");
  if (clusters < 1) {
    throw Error(MOE_FAILED, "not one cluster of this kernel fits the device");
  }
  const int32_t blocks = clusters * kernel.cluster_m * kernel.cluster_n;
  blocks_.emplace(&kernel, blocks);
  return blocks;
}

void moe_context::require_own(const void* memory, const char* name) const {
  cudaPointerAttributes attributes{};
  check(cudaPointerGetAttributes(&attributes, memory), "asking where memory lies");
  if (attributes.type != cudaMemoryTypeDevice) {
    throw Error(MOE_INVALID_ARGUMENT, std::string(name) + " is not memory of a device");
  }
  if (attributes.device != device) {
    throw Error(MOE_INVALID_ARGUMENT, std::string(name) + " lies on device " +
                                          std::to_string(attributes.device) +
                                          ", the context on device " + std::to_string(device));
  }
}
