#include "kernels/sm90/library/device_memory.hpp"

#include <utility>

#include "kernels/sm90/library/cuda_check.hpp"

namespace moe::sm90 {

DeviceMemory::DeviceMemory(size_t bytes) {
  if (bytes > 0) {
    check(cudaMalloc(reinterpret_cast<void**>(&data_), bytes), "allocating device memory");
  }
}

DeviceMemory::~DeviceMemory() { cudaFree(data_); }

DeviceMemory::DeviceMemory(DeviceMemory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)) {}

DeviceMemory& DeviceMemory::operator=(DeviceMemory&& other) noexcept {
  std::swap(data_, other.data_);
  return *this;
}

}  // namespace moe::sm90
