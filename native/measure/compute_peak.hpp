#pragma once
#include <cstdint>

namespace moe::measure {

/** The ways to multiply bf16 activations with weights exactly. */
enum class PeakInstruction { kBf16Tiles, kBf16Dot, kFp32MultiplyAdd };

/** As files of runs name it: "bf16_tiles", "bf16_dot", "fp32_multiply_add". */
const char* name_of(PeakInstruction instruction);

struct ComputePeak {
  int32_t num_threads;
  PeakInstruction instruction;
  double flops_per_second;  // a multiply and an add are two
};

/**
 * Multiply-adds per second with every operand in a register: what a kernel could reach that had
 * nothing to load and nothing to decode. fp32 multiply-adds of the widest registers, or bf16 dot
 * products or tiles of AMX where they are there and faster: a Zen 4 starts a dot product or a
 * multiply-add in a cycle, an Emerald Rapids two multiply-adds but half a dot product, and has
 * tiles. The fastest of the passes that fit into about
 * 0.2 s, because this is the ceiling that tactics are held against; all threads run at once, so a
 * clock that falls with the number of busy cores is in the figure.
 *
 * @param num_threads  0: every hardware thread. Throws Failure.
 */
ComputePeak measure_compute_peak(int32_t num_threads);

}  // namespace moe::measure
