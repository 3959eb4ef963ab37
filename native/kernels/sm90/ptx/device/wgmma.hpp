#pragma once
/** Asynchronous matrix multiply of a warpgroup (PTX ISA 9.7.15, wgmma). */
#include "kernels/sm90/ptx/types.hpp"

namespace moe::ptx {

/** A of m64k16 in registers, bf16x2: word i holds row 16*warp + lane/4 + 8*(i%2), columns
 * 2*(lane%4) + 8*(i/2), +1. Of m64k32, four e4m3: columns 4*(lane%4) + 16*(i/2) to +3. */
struct AFragment {
  uint32_t word[4];
  MOE_DEVICE void set(int i, uint32_t value) { word[i] = value; }
};

/** D of m64nN in fp32: element 4*j + 2*h + c holds row 16*warp + lane/4 + 8*h, column 8*j +
 * 2*(lane%4) + c. */
template <int kN>
struct Accumulator {
  float element[kN / 2];
  MOE_DEVICE float get(int i) const { return element[i]; }
};

/** 9.7.15, wgmma.fence: orders earlier register writes before the next wgmma. */
MOE_DEVICE void wgmma_fence() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }
/** 9.7.15, wgmma.commit_group. */
MOE_DEVICE void wgmma_commit() { asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory"); }
/** 9.7.15, wgmma.wait_group: until at most `kPending` groups are in flight. */
template <int kPending>
MOE_DEVICE void wgmma_wait() {
  asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(kPending) : "memory");
}

template <int kN>
struct WgmmaBf16;
#include "kernels/sm90/ptx/device/wgmma_bf16.inc"
template <int kN>
struct WgmmaE4m3;
#include "kernels/sm90/ptx/device/wgmma_e4m3.inc"

/** 9.7.15, wgmma.mma_async.m64nNk16.f32.bf16.bf16 with A in registers: D = A*B + (accumulate ? D :
 * 0). `b` describes N rows of 16 k, k contiguous. */
template <int kN>
MOE_DEVICE void wgmma_bf16(Accumulator<kN>& d, AFragment& a, uint64_t b, bool accumulate) {
  WgmmaBf16<kN>::issue(d.element, a.word, b, accumulate);
}

/** 9.7.15, wgmma.mma_async.m64nNk32.f32.e4m3.e4m3, likewise. `b` describes N rows of 32 k. */
template <int kN>
MOE_DEVICE void wgmma_e4m3(Accumulator<kN>& d, AFragment& a, uint64_t b, bool accumulate) {
  WgmmaE4m3<kN>::issue(d.element, a.word, b, accumulate);
}

/** Between a wait and the first read: the compiler may otherwise move the read above the wait. */
template <int kN>
MOE_DEVICE void fence_registers(Accumulator<kN>& d) {
  MOE_UNROLL
  for (int i = 0; i < kN / 2; ++i) asm volatile("" : "+f"(d.element[i])::"memory");
}
/** After the wait: keeps the registers of A allocated until wgmma has read them. ptxas 12.9 was
 * seen to reuse them earlier (triton issue 11781). */
MOE_DEVICE void fence_registers(AFragment& a) {
  MOE_UNROLL
  for (int i = 0; i < 4; ++i) asm volatile("" : "+r"(a.word[i])::"memory");
}

}  // namespace moe::ptx
