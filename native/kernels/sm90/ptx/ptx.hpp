#pragma once
/**
 * The primitives of Hopper that the kernels are written in, one thin function per PTX instruction.
 * Two implementations share names and meaning: inline PTX for nvcc, and native/emulator, which runs
 * the same kernel source on a CPU and checks every rule it knows.
 *
 * Rules for code above this layer:
 * - Shared memory is a 32-bit address, never a pointer; this is what makes accesses checkable.
 * - No CUDA built-in, no inline assembly, no raw pointer into shared memory outside this folder.
 * - Fragments of wgmma are AFragment and Accumulator, indexed by compile-time constants, declared
 *   in a scope that encloses the wait that retires them.
 * - Shared memory that several warps write without a barrier is not finer than 16 bytes.
 */
#ifdef __CUDACC__
#include "kernels/sm90/ptx/device/copies.hpp"
#include "kernels/sm90/ptx/device/memory.hpp"
#include "kernels/sm90/ptx/device/mma.hpp"
#include "kernels/sm90/ptx/device/numbers.hpp"
#include "kernels/sm90/ptx/device/synchronisation.hpp"
#include "kernels/sm90/ptx/device/tensor_map.hpp"
#include "kernels/sm90/ptx/device/threads.hpp"
#include "kernels/sm90/ptx/device/wgmma.hpp"
#else
#include "emulator/ptx/ptx.hpp"
#endif
