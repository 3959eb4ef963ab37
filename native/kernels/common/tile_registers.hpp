#pragma once
/**
 * The tile instructions of AMX, one function each; a kernel takes the class as a template argument,
 * so that a test can give it plain C++ instead. Written as assembly because GCC's intrinsics (12)
 * do not say that they read and write memory, and take no template arguments as registers.
 */
#include <cstdint>

namespace moe {

/** Rows and bytes of a row of each tile register, in the form that LDTILECFG reads (palette 1). */
struct alignas(64) TileConfiguration {
  uint8_t palette = 1;
  uint8_t start_row = 0;
  uint8_t reserved[14] = {};
  uint16_t row_bytes[16] = {};  // at most 64, of the eight registers
  uint8_t rows[16] = {};        // at most 16

  void set(int tile, int64_t row_count) {
    rows[tile] = static_cast<uint8_t>(row_count);
    row_bytes[tile] = 64;
  }
};
static_assert(sizeof(TileConfiguration) == 64);

#if defined(__x86_64__)

/** The calling thread's eight tile registers. Only where amx_refusal() is empty. */
struct TileRegisters {
  [[gnu::always_inline]] static inline void configure(const TileConfiguration& configuration) {
    asm volatile("ldtilecfg %0" ::"m"(configuration) : "memory");
  }

  /** Gives the registers up: a thread that holds none is cheaper to switch. */
  [[gnu::always_inline]] static inline void release() { asm volatile("tilerelease" ::: "memory"); }

  template <int kTile>
  [[gnu::always_inline]] static inline void zero() {
    asm volatile("tilezero %%tmm%c0" ::"i"(kTile) : "memory");
  }

  /** @param stride bytes from row to row */
  template <int kTile>
  [[gnu::always_inline]] static inline void load(const void* rows, int64_t stride) {
    asm volatile("tileloadd (%0,%1,1), %%tmm%c2" ::"r"(rows), "r"(stride), "i"(kTile) : "memory");
  }

  template <int kTile>
  [[gnu::always_inline]] static inline void store(void* rows, int64_t stride) {
    asm volatile("tilestored %%tmm%c2, (%0,%1,1)" ::"r"(rows), "r"(stride), "i"(kTile) : "memory");
  }

  /**
   * C[m][n] += sum of A[m][k] * B[k/2][n][k%2], fp32; A bf16 [rows, 32], B bf16 [16, 16, 2]. What
   * is subnormal, operand or result, counts as zero.
   */
  template <int kC, int kA, int kB>
  [[gnu::always_inline]] static inline void multiply() {
    asm volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" ::"i"(kC), "i"(kA), "i"(kB) : "memory");
  }
};

#endif

}  // namespace moe
