#pragma once
#include <cuda_runtime_api.h>

#include "kernels/sm90/library/device_memory.hpp"

namespace moe::sm90 {

/**
 * Sums that teams of `fused` hand over, [shares, the largest tile's]. Of the context and not of the
 * workspace, because every launch expects to find it unpublished, and leaves it so.
 */
class Partials {
 public:
  /** For the current device; cleared on `stream`. Throws Error. */
  explicit Partials(cudaStream_t stream);

  int32_t max_shares() const { return max_shares_; }
  float* data() const { return reinterpret_cast<float*>(memory_.data()); }

 private:
  int32_t max_shares_;
  DeviceMemory memory_;
};

}  // namespace moe::sm90
