#pragma once
/**
 * Changing a tensor map from a kernel (PTX ISA 9.7.9, tensormap.replace) and publishing the change
 * to the copy engine, which reads maps through a proxy of its own (PTX ISA 9.7.13).
 */
#include "kernels/sm90/ptx/types.hpp"

namespace moe::ptx {

/** 9.7.9, tensormap.replace.global_address of a map in shared memory. */
MOE_DEVICE void tensor_map_set_address(uint32_t map, const void* address) {
  asm volatile("tensormap.replace.tile.global_address.shared::cta.b1024.b64 [%0], %1;" ::"r"(map),
               "l"(address)
               : "memory");
}
/** The same of a map in global memory. */
MOE_DEVICE void tensor_map_set_address(TensorMap* map, const void* address) {
  asm volatile("tensormap.replace.tile.global_address.global.b1024.b64 [%0], %1;" ::"l"(map),
               "l"(address)
               : "memory");
}
/** 9.7.9, tensormap.replace.global_dim: the number of elements along a dimension. */
template <int kDimension>
MOE_DEVICE void tensor_map_set_size(uint32_t map, uint32_t elements) {
  asm volatile("tensormap.replace.tile.global_dim.shared::cta.b1024.b32 [%0], %1, %2;" ::"r"(map),
               "n"(kDimension), "r"(elements)
               : "memory");
}
/** 9.7.9, tensormap.replace.global_stride: bytes between neighbours along dimension 1. */
MOE_DEVICE void tensor_map_set_stride(uint32_t map, uint64_t bytes) {
  asm volatile("tensormap.replace.tile.global_stride.shared::cta.b1024.b64 [%0], 0, %1;" ::"r"(map),
               "l"(bytes)
               : "memory");
}
/** 9.7.13, tensormap.cp_fenceproxy: the whole warp copies a map from shared to global memory and
 * releases it to the copy engine. */
MOE_DEVICE void tensor_map_publish(TensorMap* to, uint32_t from) {
  asm volatile(
      "tensormap.cp_fenceproxy.global.shared::cta.tensormap::generic.release.gpu.sync.aligned"
      " [%0], [%1], 128;" ::"l"(to),
      "r"(from)
      : "memory");
}
/** 9.7.13, fence.proxy.tensormap release: changes made in global memory, to the copy engine. */
MOE_DEVICE void fence_tensor_map_release() {
  asm volatile("fence.proxy.tensormap::generic.release.gpu;" ::: "memory");
}
/** 9.7.13, fence.proxy.tensormap acquire: copies of this thread after it see the published map. */
MOE_DEVICE void fence_tensor_map_acquire(const TensorMap* map) {
  asm volatile("fence.proxy.tensormap::generic.acquire.gpu [%0], 128;" ::"l"(map) : "memory");
}
/** 9.7.9, prefetch.tensormap: a hint. */
MOE_DEVICE void prefetch_tensor_map(const TensorMap* map) {
  asm volatile("prefetch.tensormap [%0];" ::"l"(map) : "memory");
}

}  // namespace moe::ptx
