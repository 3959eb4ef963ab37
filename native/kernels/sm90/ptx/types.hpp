#pragma once
/** Types that both implementations of the primitive layer share. */
#include <cstdint>

#ifdef __CUDACC__
#define MOE_DEVICE __device__ __forceinline__
#define MOE_UNROLL _Pragma("unroll")
#else
#define MOE_DEVICE inline
#define MOE_UNROLL
#endif

namespace moe::ptx {

/** The opaque descriptor of a tensor in global memory; bit-compatible with CUtensorMap, which
 * cuda.h of CUDA 13 aligns to 128 bytes. */
struct alignas(128) TensorMap {
  uint8_t opaque[128];
};

/** 16 bytes, the widest access of one thread. */
struct alignas(16) Vector4 {
  uint32_t word[4];
};

}  // namespace moe::ptx
