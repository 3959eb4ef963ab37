#pragma once
/** One tactic is one translation unit: this header, and one MOE_SM90_KERNEL. */
#include <cuda_runtime.h>

#include "kernels/sm90/gemm/kernel.hpp"
#include "kernels/sm90/gemm/kernel_entry.hpp"

namespace moe::sm90 {

template <class Traits>
__global__ void __launch_bounds__(Traits::kThreads, Traits::kBlocksPerSm)
    grouped_gemm_kernel(const __grid_constant__ GemmParams params) {
  KernelOf<Traits>::run(params);
}

/** How a grid of a kernel is launched: early (PDL), and in clusters. Holds what it points to. */
template <class Traits>
class LaunchConfig {
 public:
  LaunchConfig(int blocks, cudaStream_t stream) {
    attributes_[0].id = cudaLaunchAttributeProgrammaticStreamSerialization;
    attributes_[0].val.programmaticStreamSerializationAllowed = 1;
    attributes_[1].id = cudaLaunchAttributeClusterDimension;
    attributes_[1].val.clusterDim = {Traits::kClusterSize, 1, 1};
    config_.gridDim = dim3(static_cast<unsigned>(blocks));
    config_.blockDim = dim3(Traits::kThreads);
    config_.dynamicSmemBytes = Traits::kSharedBytes;
    config_.stream = stream;
    config_.attrs = attributes_;
    config_.numAttrs = 2;
  }
  LaunchConfig(const LaunchConfig&) = delete;
  const cudaLaunchConfig_t* get() const { return &config_; }

 private:
  cudaLaunchAttribute attributes_[2] = {};
  cudaLaunchConfig_t config_ = {};
};

/** Lets the kernel take more than 48 KB of shared memory; kept by the runtime per device. */
template <class Traits>
cudaError_t allow_shared_bytes() {
  return cudaFuncSetAttribute(grouped_gemm_kernel<Traits>,
                              cudaFuncAttributeMaxDynamicSharedMemorySize, Traits::kSharedBytes);
}

template <class Traits>
int launch_grouped_gemm(const GemmParams& params, int blocks, cudaStream_t stream) {
  const LaunchConfig<Traits> config(blocks, stream);
  return cudaLaunchKernelEx(config.get(), grouped_gemm_kernel<Traits>, params);
}

template <class Traits>
int max_active_clusters(int* clusters) {
  if (const cudaError_t error = allow_shared_bytes<Traits>(); error != cudaSuccess) return error;
  const LaunchConfig<Traits> config(Traits::kClusterSize, nullptr);
  return cudaOccupancyMaxActiveClusters(clusters, grouped_gemm_kernel<Traits>, config.get());
}

template <class Traits>
constexpr KernelEntry compiled_entry() {
  return entry_of<Traits>(&launch_grouped_gemm<Traits>, &max_active_clusters<Traits>);
}

}  // namespace moe::sm90

#define MOE_SM90_KERNEL(symbol, family, tile_m, tile_n, schedule, cluster_m, cluster_n, scheme, \
                        tile_k)                                                                 \
  namespace moe::sm90 {                                                                         \
  extern const KernelEntry symbol =                                                             \
      compiled_entry<GemmTraits<Family::family, tile_m, tile_n, Schedule::schedule, cluster_m,  \
                                cluster_n, Scheme::scheme, tile_k>>();                          \
  }
