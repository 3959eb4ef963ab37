#pragma once
/** Synchronous matrix multiply of a warp (PTX ISA 9.7.14, mma). */
#include "kernels/sm90/ptx/types.hpp"

namespace moe::ptx {

/**
 * 9.7.14, mma.m16n8k16.f32.bf16.bf16: d += a * b. Lane l, g = l/4, c = l%4: `a` word i holds row
 * g + 8*(i%2), columns 2*c + 8*(i/2), +1 of [16, 16] (as wgmma's A); `b` word i column g, rows 2*c
 * + 8*i, +1 of [16, 8]; `d` element 2*h + j row g + 8*h, column 2*c + j of [16, 8].
 */
MOE_DEVICE void mma_bf16(float (&d)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32"
      " {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}
/** The same of f16 (mma.m16n8k16.f32.f16.f16); subnormals are taken as they are. */
MOE_DEVICE void mma_f16(float (&d)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32"
      " {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : "+f"(d[0]), "+f"(d[1]), "+f"(d[2]), "+f"(d[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

}  // namespace moe::ptx
