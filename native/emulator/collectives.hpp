#pragma once
#include "emulator/machine.hpp"

namespace moe::emulator {

/** Operations that all lanes of a warp execute together. */
enum WarpOperation {
  kWarpSync,
  kLoadMatrix,
  kStoreMatrix,
  kShuffle,
  kBallot,
  kElect,
  kReduceMax,
  kMultiplyBf16,
  kMultiplyF16
};

/** @param input  this lane's operands  @param output  where its results go, or null; a product is
 * added to what is there */
void warp_collective(WarpOperation operation, std::initializer_list<uint32_t> input,
                     uint32_t* output, const Where& where);

/** bar.sync and bar.arrive; threads 0: the whole block. */
void named_barrier(uint32_t id, uint32_t threads, bool waits, const Where& where);
void cluster_barrier(const Where& where);
void set_max_registers(int registers, bool increase, const Where& where);

}  // namespace moe::emulator
