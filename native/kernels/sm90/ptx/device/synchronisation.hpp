#pragma once
/** mbarriers, barriers of blocks and clusters, proxy fences, register budgets (PTX ISA 9.7.13). */
#include "kernels/sm90/ptx/types.hpp"

namespace moe::ptx {

/** 9.7.13, mbarrier.init: a phase completes after `arrivals` arrivals and all expected bytes. */
MOE_DEVICE void mbarrier_init(uint32_t barrier, uint32_t arrivals) {
  asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(barrier), "r"(arrivals) : "memory");
}
/** 9.7.13, fence.mbarrier_init: makes the initialisation visible to the cluster's other blocks. */
MOE_DEVICE void fence_mbarrier_init() {
  asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
}
/** 9.7.13, mbarrier.arrive. */
MOE_DEVICE void mbarrier_arrive(uint32_t barrier) {
  asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(barrier) : "memory");
}
/** The same, predicated inside the instruction: a branch next to wgmma makes ptxas 13.0 serialise
 * the pipeline (C7513). */
MOE_DEVICE void mbarrier_arrive_if(uint32_t barrier, bool predicate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.u32 p, %1, 0;\n@p mbarrier.arrive.shared::cta.b64 _, [%0];\n}" ::
          "r"(barrier),
      "r"(static_cast<uint32_t>(predicate))
      : "memory");
}
/** 9.7.13, mapa and mbarrier.arrive.shared::cluster: arrives at the barrier of the same address in
 * block `rank` of the cluster. */
MOE_DEVICE void mbarrier_arrive_at_if(uint32_t barrier, uint32_t rank, bool predicate) {
  asm volatile(
      "{\n.reg .pred p;\n.reg .b32 remote;\nsetp.ne.u32 p, %2, 0;\n"
      "@p mapa.shared::cluster.u32 remote, %0, %1;\n"
      "@p mbarrier.arrive.release.cluster.shared::cluster.b64 _, [remote];\n}" ::"r"(barrier),
      "r"(rank), "r"(static_cast<uint32_t>(predicate))
      : "memory");
}
/** 9.7.13, mbarrier.arrive.expect_tx: one arrival that also announces `bytes` of copies. */
MOE_DEVICE void mbarrier_arrive_expect_tx(uint32_t barrier, uint32_t bytes) {
  asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(barrier), "r"(bytes)
               : "memory");
}
/** 9.7.13, mbarrier.try_wait.parity, repeated until the phase of this parity has completed. The
 * acquire covers the cluster, because arrivals may come from its other blocks. */
MOE_DEVICE void mbarrier_wait(uint32_t barrier, uint32_t parity) {
  uint32_t done = 0;
  while (done == 0) {
    asm volatile(
        "{\n.reg .pred p;\n"
        "mbarrier.try_wait.parity.acquire.cluster.shared::cta.b64 p, [%1], %2;\n"
        "selp.b32 %0, 1, 0, p;\n}"
        : "=r"(done)
        : "r"(barrier), "r"(parity)
        : "memory");
  }
}

/** The same where only this block arrives: an acquire of the cluster would empty the L1 each time.
 */
MOE_DEVICE void mbarrier_wait_block(uint32_t barrier, uint32_t parity) {
  uint32_t done = 0;
  while (done == 0) {
    asm volatile(
        "{\n.reg .pred p;\n"
        "mbarrier.try_wait.parity.shared::cta.b64 p, [%1], %2;\n"
        "selp.b32 %0, 1, 0, p;\n}"
        : "=r"(done)
        : "r"(barrier), "r"(parity)
        : "memory");
  }
}

/** 9.7.13, bar.sync: waits for `threads` threads at named barrier `id`. */
MOE_DEVICE void named_barrier_sync(uint32_t id, uint32_t threads) {
  asm volatile("bar.sync %0, %1;" ::"r"(id), "r"(threads) : "memory");
}
/** 9.7.13, bar.arrive: counts towards named barrier `id` without waiting. */
MOE_DEVICE void named_barrier_arrive(uint32_t id, uint32_t threads) {
  asm volatile("bar.arrive %0, %1;" ::"r"(id), "r"(threads) : "memory");
}
/** 9.7.13, bar.sync 0: all threads of the block. */
MOE_DEVICE void block_sync() { __syncthreads(); }
/** 9.7.13, bar.warp.sync. */
MOE_DEVICE void warp_sync() { __syncwarp(); }
/** 9.7.13, barrier.cluster.arrive and .wait: all threads of the cluster. */
MOE_DEVICE void cluster_sync() {
  asm volatile("barrier.cluster.arrive.release.aligned;\nbarrier.cluster.wait.acquire.aligned;" ::
                   : "memory");
}

/** 9.7.9, st.relaxed.gpu: words, none of which is kUnpublished, for a thread of any block. Each
 * word tells of itself alone, so neither side needs a fence or a flag. */
MOE_DEVICE void publish(Vector4* to, const Vector4& v) {
  asm volatile("st.relaxed.gpu.global.v4.u32 [%0], {%1, %2, %3, %4};" ::"l"(to), "r"(v.word[0]),
               "r"(v.word[1]), "r"(v.word[2]), "r"(v.word[3])
               : "memory");
}
/** 9.7.9, ld.relaxed.gpu: what there is of published words; for a loop that asks until all are
 * there. The block that publishes them must be running or done, or able to start without this one's
 * end. */
MOE_DEVICE Vector4 load_published(const Vector4* from) {
  Vector4 v;
  asm volatile("ld.relaxed.gpu.global.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(v.word[0]), "=r"(v.word[1]), "=r"(v.word[2]), "=r"(v.word[3])
               : "l"(from)
               : "memory");
  return v;
}

/** 9.7.13, fence.proxy.async: orders this thread's plain stores to shared memory before later reads
 * of them by wgmma or bulk copies. */
MOE_DEVICE void fence_proxy_async() { asm volatile("fence.proxy.async.shared::cta;" ::: "memory"); }

/** 9.7.19, setmaxnreg: registers per thread of this warpgroup. */
template <int kRegisters>
MOE_DEVICE void setmaxnreg_inc() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(kRegisters));
}
template <int kRegisters>
MOE_DEVICE void setmaxnreg_dec() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(kRegisters));
}

/** 9.7.13, griddepcontrol.wait: until the grids this one depends on have finished. */
MOE_DEVICE void grid_dependency_wait() { asm volatile("griddepcontrol.wait;" ::: "memory"); }
/** 9.7.13, griddepcontrol.launch_dependents: the next grid may start its own preamble. */
MOE_DEVICE void grid_launch_dependents() {
  asm volatile("griddepcontrol.launch_dependents;" ::: "memory");
}

}  // namespace moe::ptx
