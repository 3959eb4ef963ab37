#pragma once
#include "emulator/machine.hpp"

namespace moe::emulator {

/** What an accumulator knows about itself. */
struct AccumulatorState {
  int in_flight = 0;
  bool written = false;
  bool fenced = true;
};
struct FragmentState {
  int in_flight = 0;
  uint64_t written_at = 0;  // the thread's sequence number
};

void wgmma_fence_op(const Where& where);
void wgmma_commit_op(const Where& where);
void wgmma_wait_op(int pending, const Where& where);
/** What A and B are made of; an instruction takes 32 bytes of k: k16 of bf16, k32 of e4m3. */
enum class Operand { kBf16, kE4m3 };

/** @param d  kN/2 registers of this thread  @param a  four registers */
void wgmma_product_op(Operand operand, int n, AccumulatorState* d_state, float* d,
                      FragmentState* a_state, uint32_t* a, uint64_t descriptor, bool accumulate,
                      const Where& where);

void check_accumulator_read(const AccumulatorState& state, const Where& where);
void check_fragment_write(FragmentState& state, const Where& where);

/** Whether a product in flight in `block` reads any of these bytes as B. */
const WarpgroupOp* product_reading(const Block& block, uint32_t address, uint32_t bytes);
Where where_of(const WarpgroupOp& op);
/** Faults that only the end of a block shows. */
void check_warpgroups_finished(const Block& block);

}  // namespace moe::emulator
