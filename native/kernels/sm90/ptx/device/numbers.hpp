#pragma once
/** Arithmetic whose exact result the kernels rely on (PTX ISA 9.7.3 to 9.7.7). */
#include "kernels/sm90/ptx/types.hpp"

namespace moe::ptx {

/** 9.7.7, prmt: byte i of the result is byte (selector nibble i) of the eight bytes b:a; a nibble
 * with its fourth bit set gives that byte's sign eight times, which __byte_perm does not. */
MOE_DEVICE uint32_t prmt(uint32_t a, uint32_t b, uint32_t selector) {
  uint32_t result;
  asm("prmt.b32 %0, %1, %2, %3;" : "=r"(result) : "r"(a), "r"(b), "r"(selector));
  return result;
}
/** 9.7.4, mul.rn.bf16x2: exact where the product is representable; subnormals are kept. */
MOE_DEVICE uint32_t mul_bf16x2(uint32_t a, uint32_t b) {
  uint32_t product;
  asm("mul.rn.bf16x2 %0, %1, %2;" : "=r"(product) : "r"(a), "r"(b));
  return product;
}
/** 9.7.9, cvt.rn.bf16x2.f32: two fp32 rounded to nearest even, `low` in the lower half. */
MOE_DEVICE uint32_t pack_bf16x2(float low, float high) {
  uint32_t packed;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(high), "f"(low));
  return packed;
}
/** 9.7.9, cvt.rn.satfinite.e4m3x2.f32: two fp32 rounded to nearest even, beyond 448 to 448, `low`
 * in the lower byte. */
MOE_DEVICE uint32_t pack_e4m3x2(float low, float high) {
  uint16_t packed;
  asm("cvt.rn.satfinite.e4m3x2.f32 %0, %1, %2;" : "=h"(packed) : "f"(high), "f"(low));
  return packed;
}
/** 9.7.9, cvt.rn.f16x2.e4m3x2: exact; NaN stays one. */
MOE_DEVICE uint32_t e4m3x2_to_f16x2(uint32_t packed) {
  uint32_t halves;
  asm("cvt.rn.f16x2.e4m3x2 %0, %1;" : "=r"(halves) : "h"(static_cast<uint16_t>(packed)));
  return halves;
}
MOE_DEVICE float as_float(uint32_t bits) { return __uint_as_float(bits); }
MOE_DEVICE uint32_t as_bits(float value) { return __float_as_uint(value); }
/** 9.7.3, fma.rn.f32. */
MOE_DEVICE float fma(float a, float b, float c) { return __fmaf_rn(a, b, c); }
MOE_DEVICE float exp(float x) { return expf(x); }
MOE_DEVICE float erf(float x) { return erff(x); }
MOE_DEVICE uint32_t count_bits(uint32_t value) { return __popc(value); }
/** A value the compiler may not fold: keeps a look-up table in registers instead of immediates. */
MOE_DEVICE uint32_t opaque(uint32_t value) {
  asm volatile("" : "+r"(value));
  return value;
}

}  // namespace moe::ptx
