#pragma once
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** Eight bf16 as fp32. */
MOE_DEVICE void unpack_bf16x8(const ptx::Vector4& packed, float (&values)[8]) {
  MOE_UNROLL
  for (int i = 0; i < 4; ++i) {
    values[2 * i] = ptx::as_float(packed.word[i] << 16);
    values[2 * i + 1] = ptx::as_float(packed.word[i] & 0xFFFF0000u);
  }
}
MOE_DEVICE ptx::Vector4 pack_bf16x8(const float (&values)[8]) {
  ptx::Vector4 packed;
  MOE_UNROLL
  for (int i = 0; i < 4; ++i) packed.word[i] = ptx::pack_bf16x2(values[2 * i], values[2 * i + 1]);
  return packed;
}
MOE_DEVICE ptx::Vector4 load_bf16x8(const uint16_t* from) {
  return ptx::load_global(reinterpret_cast<const ptx::Vector4*>(from));
}
MOE_DEVICE void store_bf16x8(uint16_t* to, const ptx::Vector4& values) {
  ptx::store_global(reinterpret_cast<ptx::Vector4*>(to), values);
}

/** Four bf16 as fp32. */
MOE_DEVICE void unpack_bf16x4(uint64_t packed, float (&values)[4]) {
  MOE_UNROLL
  for (int i = 0; i < 2; ++i) {
    const auto pair = static_cast<uint32_t>(packed >> (32 * i));
    values[2 * i] = ptx::as_float(pair << 16);
    values[2 * i + 1] = ptx::as_float(pair & 0xFFFF0000u);
  }
}
MOE_DEVICE uint64_t load_bf16x4(const uint16_t* from) {
  return ptx::load_global(reinterpret_cast<const uint64_t*>(from));
}

}  // namespace moe::sm90
