#pragma once
#include <span>
#include <string>

#include "kernels/sm90/gemm/kernel_entry.hpp"

namespace moe::sm90 {

/** What distinguishes the kernels of a family. */
struct Structure {
  Family family;
  int32_t tile_m, tile_n;
  Schedule schedule;
  int32_t cluster_m, cluster_n;
  Scheme scheme = Scheme::kMxfp4Bf16;
  int32_t tile_k = kTileK;

  bool operator==(const Structure&) const = default;
};

/** What the compiler reported; -1 where it did not say. */
struct CompilerReport {
  int32_t registers;
  int32_t spill_store_bytes;
  int32_t spill_load_bytes;
  int32_t stack_bytes;
  int32_t static_shared_bytes;
  int32_t barriers;
  int32_t
      producer_registers;  // highest register that each role names, where a disassembler was there
  int32_t consumer_registers;
  const char* warnings;  // ptxas warnings, one per line
  const char* failure;   // the compiler's message when it did not compile, else ""
};

/** One translation unit of the build. `entry` launches it; its launch is null when it failed. */
struct CompiledKernel {
  Structure structure;
  const KernelEntry* entry;
  CompilerReport report;
};

/** Every kernel of the build; the table is written by CMake from the compiler's logs. */
std::span<const CompiledKernel> compiled_kernels();

/** "nvcc 13.0.88" */
const char* compiler_version();

}  // namespace moe::sm90
