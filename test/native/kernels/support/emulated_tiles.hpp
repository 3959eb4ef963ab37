#pragma once
/** Tile registers in plain C++: what the functions of kernels/common/tile_registers.hpp do. */
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "kernels/common/bf16.hpp"
#include "kernels/common/tile_registers.hpp"

namespace moe::test {

/** The calling thread's registers. Throws where the processor would raise an exception. */
class EmulatedTiles {
 public:
  static void configure(const TileConfiguration& configuration) {
    state() = State{};
    state().configuration = configuration;
    state().configured = true;
  }
  static void release() { state() = State{}; }

  template <int kTile>
  static void zero() {
    std::memset(rows_of(kTile), 0, kTileBytes);
  }
  template <int kTile>
  static void load(const void* rows, int64_t stride) {
    zero<kTile>();
    for (int row = 0; row < state().configuration.rows[kTile]; ++row) {
      std::memcpy(rows_of(kTile) + row * kRowBytes,
                  static_cast<const uint8_t*>(rows) + row * stride,
                  state().configuration.row_bytes[kTile]);
    }
  }
  template <int kTile>
  static void store(void* rows, int64_t stride) {
    for (int row = 0; row < state().configuration.rows[kTile]; ++row) {
      std::memcpy(static_cast<uint8_t*>(rows) + row * stride, rows_of(kTile) + row * kRowBytes,
                  state().configuration.row_bytes[kTile]);
    }
  }

  /** Even and odd k are summed apart, by fused multiply-adds, and then added (Intel's manual). */
  template <int kC, int kA, int kB>
  static void multiply() {
    const TileConfiguration& shapes = state().configuration;
    if (shapes.row_bytes[kA] / 4 != shapes.rows[kB] || shapes.rows[kC] != shapes.rows[kA] ||
        shapes.row_bytes[kC] != shapes.row_bytes[kB]) {
      throw std::logic_error("tiles of shapes that do not belong together");
    }
    for (int m = 0; m < shapes.rows[kC]; ++m) {
      for (int n = 0; n < shapes.row_bytes[kC] / 4; ++n) {
        float sums[2] = {0.0f, 0.0f};
        for (int pair = 0; pair < shapes.rows[kB]; ++pair) {
          for (int odd = 0; odd < 2; ++odd) {
            sums[odd] =
                flush(std::fma(bf16_at(rows_of(kA) + m * kRowBytes, 2 * pair + odd),
                               bf16_at(rows_of(kB) + pair * kRowBytes, 2 * n + odd), sums[odd]));
          }
        }
        float* const place = reinterpret_cast<float*>(rows_of(kC) + m * kRowBytes) + n;
        *place = flush(flush(*place) + flush(sums[0] + sums[1]));
      }
    }
  }

 private:
  static constexpr int kRowBytes = 64;
  static constexpr int kTileBytes = 16 * kRowBytes;
  struct State {
    TileConfiguration configuration;
    bool configured = false;
    alignas(64) uint8_t tiles[8][kTileBytes] = {};
  };

  static State& state() {
    thread_local State registers;
    return registers;
  }
  static uint8_t* rows_of(int tile) {
    if (!state().configured || state().configuration.rows[tile] == 0) {
      throw std::logic_error("a tile that is not configured");
    }
    return state().tiles[tile];
  }
  static float flush(float value) { return std::fpclassify(value) == FP_SUBNORMAL ? 0.0f : value; }
  static float bf16_at(const uint8_t* row, int index) {
    uint16_t bits;
    std::memcpy(&bits, row + index * 2, sizeof bits);
    return flush(bf16_to_float(bits));
  }
};

}  // namespace moe::test
