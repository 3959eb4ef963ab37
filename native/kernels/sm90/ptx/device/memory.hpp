#pragma once
/** Loads and stores (PTX ISA 9.7.9) and matrix loads and stores (PTX ISA 9.7.14). */
#include "kernels/sm90/ptx/types.hpp"

namespace moe::ptx {

/** The first byte of dynamic shared memory; only 16-byte alignment may be relied on. */
MOE_DEVICE uint32_t shared_base() {
  extern __shared__ __align__(1024) uint8_t dynamic_shared[];
  return static_cast<uint32_t>(__cvta_generic_to_shared(dynamic_shared));
}

/** 9.7.9, ld.shared. */
MOE_DEVICE uint32_t load_shared_u8(uint32_t address) {
  uint32_t value;
  asm volatile("ld.shared.u8 %0, [%1];" : "=r"(value) : "r"(address));
  return value;
}
MOE_DEVICE uint32_t load_shared_u16(uint32_t address) {
  uint16_t value;
  asm volatile("ld.shared.u16 %0, [%1];" : "=h"(value) : "r"(address));
  return value;
}
MOE_DEVICE uint32_t load_shared_u32(uint32_t address) {
  uint32_t value;
  asm volatile("ld.shared.u32 %0, [%1];" : "=r"(value) : "r"(address));
  return value;
}
MOE_DEVICE Vector4 load_shared_v4(uint32_t address) {
  Vector4 v;
  asm volatile("ld.shared.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(v.word[0]), "=r"(v.word[1]), "=r"(v.word[2]), "=r"(v.word[3])
               : "r"(address));
  return v;
}
/** 9.7.9, st.shared. */
MOE_DEVICE void store_shared_u32(uint32_t address, uint32_t value) {
  asm volatile("st.shared.u32 [%0], %1;" ::"r"(address), "r"(value) : "memory");
}
MOE_DEVICE void store_shared_v4(uint32_t address, Vector4 v) {
  asm volatile("st.shared.v4.u32 [%0], {%1, %2, %3, %4};" ::"r"(address), "r"(v.word[0]),
               "r"(v.word[1]), "r"(v.word[2]), "r"(v.word[3])
               : "memory");
}

/** 9.7.9, ld.global and st.global of 1, 2, 4, 8 or 16 bytes. */
template <class T>
MOE_DEVICE T load_global(const T* from) {
  return *from;
}
template <class T>
MOE_DEVICE void store_global(T* to, T value) {
  *to = value;
}

/**
 * 9.7.14, ldmatrix.x4: four 8x8 matrices of 16-bit elements. Lane l gives the address of row l%8 of
 * matrix l/8 (16 bytes); in word m it receives elements 2*(l%4), +1 of row l/4 of matrix m.
 */
MOE_DEVICE void ldmatrix_x4(uint32_t address, uint32_t (&word)[4]) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(word[0]), "=r"(word[1]), "=r"(word[2]), "=r"(word[3])
               : "r"(address));
}
/** 9.7.14, stmatrix.x4.trans: the reverse, with each matrix transposed on the way. */
MOE_DEVICE void stmatrix_x4_trans(uint32_t address, const uint32_t (&word)[4]) {
  asm volatile(
      "stmatrix.sync.aligned.m8n8.x4.trans.shared.b16 [%0], {%1, %2, %3, %4};" ::"r"(address),
      "r"(word[0]), "r"(word[1]), "r"(word[2]), "r"(word[3])
      : "memory");
}

}  // namespace moe::ptx
