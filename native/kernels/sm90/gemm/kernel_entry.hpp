#pragma once
#include "kernels/sm90/gemm/map_shapes.hpp"

struct CUstream_st;

namespace moe::sm90 {

/** What the host needs to know of one compiled kernel. */
struct KernelEntry {
  int32_t tile_m, tile_n, tile_k;
  int32_t cluster_m, cluster_n;
  int32_t stages;
  int32_t threads;
  int32_t shared_bytes;        // dynamic
  int32_t producer_registers;  // setmaxnreg of each role
  int32_t consumer_registers;
  BoxRows box;
  /** Launches on `stream` with `blocks` blocks, after max_active_clusters was called once for the
   * device. @return a cudaError_t */
  int (*launch)(const GemmParams& params, int blocks, CUstream_st* stream);
  /** Clusters that the current device holds at a time; prepares the device for launches. @return a
   * cudaError_t */
  int (*max_active_clusters)(int* clusters);
};

template <class Traits>
constexpr KernelEntry entry_of(decltype(KernelEntry::launch) launch,
                               decltype(KernelEntry::max_active_clusters) max_active_clusters) {
  return {Traits::kTileM,
          Traits::kTileN,
          static_cast<int32_t>(box_rows<Traits>().stage_k),
          Traits::kClusterM,
          Traits::kClusterN,
          Traits::kStages,
          Traits::kThreads,
          Traits::kSharedBytes,
          Traits::kProducerRegisters,
          Traits::kConsumerRegisters,
          box_rows<Traits>(),
          launch,
          max_active_clusters};
}

}  // namespace moe::sm90

/** Stands in for a kernel that did not compile: described, but without a launch. */
#define MOE_SM90_STUB(symbol, family, tile_m, tile_n, schedule, cluster_m, cluster_n, scheme, \
                      tile_k)                                                                 \
  namespace moe::sm90 {                                                                       \
  extern const KernelEntry symbol =                                                           \
      entry_of<GemmTraits<Family::family, tile_m, tile_n, Schedule::schedule, cluster_m,      \
                          cluster_n, Scheme::scheme, tile_k>>(nullptr, nullptr);              \
  }
