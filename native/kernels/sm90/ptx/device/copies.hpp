#pragma once
/** Asynchronous copies from global to shared memory (PTX ISA 9.7.9, bulk copies and tensors). */
#include "kernels/sm90/ptx/types.hpp"

namespace moe::ptx {

/** 9.7.9, cp.async.bulk.tensor.2d: one box at (c0, c1), elements; zeros outside the tensor. */
MOE_DEVICE void copy_tensor_2d(uint32_t to, const TensorMap* map, uint32_t barrier, int32_t c0,
                               int32_t c1) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.mbarrier::complete_tx::bytes"
      " [%0], [%1, {%3, %4}], [%2];" ::"r"(to),
      "l"(map), "r"(barrier), "r"(c0), "r"(c1)
      : "memory");
}
/** The same with .multicast::cluster: to the same address in every block of `mask`, and counted at
 * the barrier of the same address there. */
MOE_DEVICE void copy_tensor_2d_multicast(uint32_t to, const TensorMap* map, uint32_t barrier,
                                         int32_t c0, int32_t c1, uint16_t mask) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.mbarrier::complete_tx::bytes"
      ".multicast::cluster [%0], [%1, {%3, %4}], [%2], %5;" ::"r"(to),
      "l"(map), "r"(barrier), "r"(c0), "r"(c1), "h"(mask)
      : "memory");
}
/** 9.7.9, cp.async.bulk: `bytes` (a multiple of 16) of contiguous memory. */
MOE_DEVICE void copy_bulk(uint32_t to, const void* from, uint32_t bytes, uint32_t barrier) {
  asm volatile(
      "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes [%0], [%1], %2, [%3];" ::
          "r"(to),
      "l"(from), "r"(bytes), "r"(barrier)
      : "memory");
}
/** The same of memory that is read once: its lines leave the L2 first (.L2::cache_hint with a
 * createpolicy of evict_first). */
MOE_DEVICE void copy_bulk_once(uint32_t to, const void* from, uint32_t bytes, uint32_t barrier) {
  asm volatile(
      "{\n.reg .b64 policy;\ncreatepolicy.fractional.L2::evict_first.b64 policy, 1.0;\n"
      "cp.async.bulk.shared::cluster.global.mbarrier::complete_tx::bytes.L2::cache_hint"
      " [%0], [%1], %2, [%3], policy;\n}" ::"r"(to),
      "l"(from), "r"(bytes), "r"(barrier)
      : "memory");
}

}  // namespace moe::ptx
