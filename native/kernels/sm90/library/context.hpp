#pragma once
#include <cuda_runtime_api.h>

#include <map>
#include <memory>
#include <vector>

#include "kernels/sm90/gemm/kernel_entry.hpp"
#include "kernels/sm90/library/partials.hpp"

namespace moe::sm90 {

struct DestroyStream {
  void operator()(cudaStream_t stream) const { cudaStreamDestroy(stream); }
};
struct DestroyEvent {
  void operator()(cudaEvent_t event) const { cudaEventDestroy(event); }
};
using Stream = std::unique_ptr<CUstream_st, DestroyStream>;
using Event = std::unique_ptr<CUevent_st, DestroyEvent>;

Stream make_stream();
Event make_event();

}  // namespace moe::sm90

/** One stream of one device. */
struct moe_context {
  /** Throws Error, MOE_NO_DEVICE where there is no Hopper GPU. */
  explicit moe_context(int32_t device_index);

  /** Makes the context's device the current one. */
  void use() const;
  /** Blocks of a persistent launch of this kernel: as many whole clusters as the device holds. */
  int32_t blocks_of(const moe::sm90::KernelEntry& kernel);
  /** Throws MOE_INVALID_ARGUMENT unless `memory` is on this context's device. */
  void require_own(const void* memory, const char* name) const;

  int32_t device;
  moe::sm90::Stream stream;
  moe::sm90::Partials partials;
  std::vector<moe::sm90::Event> marks;

 private:
  std::map<const moe::sm90::KernelEntry*, int32_t> blocks_;
};
