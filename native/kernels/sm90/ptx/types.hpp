#pragma once
/** Types that both implementations of the primitive layer share. */
#include <cstdint>

// MOE_KEEP_LOOP: where less code is worth more than fewer jumps, because it runs once.
#ifdef __CUDACC__
#define MOE_DEVICE __device__ __forceinline__
#define MOE_UNROLL _Pragma("unroll")
#define MOE_KEEP_LOOP _Pragma("unroll 1")
#else
#define MOE_DEVICE inline
#define MOE_UNROLL
#define MOE_KEEP_LOOP
#endif

namespace moe::ptx {

/** The opaque descriptor of a tensor in global memory; bit-compatible with CUtensorMap, which
 * cuda.h of CUDA 13 aligns to 128 bytes. */
struct alignas(128) TensorMap {
  uint8_t opaque[128];
};

/** A word of memory in which nothing has been published yet; see publish. As fp32 a NaN, and not
 * the one that arithmetic gives. */
inline constexpr uint32_t kUnpublished = 0xFFFFFFFF;

/** 16 bytes, the widest access of one thread. */
struct alignas(16) Vector4 {
  uint32_t word[4];
};

inline constexpr Vector4 kNothingPublished = {
    {kUnpublished, kUnpublished, kUnpublished, kUnpublished}};
MOE_DEVICE bool is_published(const Vector4& v) {
  return v.word[0] != kUnpublished && v.word[1] != kUnpublished && v.word[2] != kUnpublished &&
         v.word[3] != kUnpublished;
}

}  // namespace moe::ptx
