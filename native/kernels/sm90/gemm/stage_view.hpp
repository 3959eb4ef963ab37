#pragma once
#include "kernels/sm90/gemm/traits.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** A family's way to multiply a tile as `Type`; specialised beside it, so that a translation unit
 * depends on the families that it includes only. */
template <class Traits, Family = Traits::kFamily>
struct MultiplyOf;

/** wgmma's description of a B tile whose rows of 64 bf16 lie in 128-byte swizzled atoms of 8 rows
 * (PTX ISA 9.7.15, matrix descriptor): bits 0-13 address / 16, 32-45 bytes between atoms / 16, bit
 * 62 the swizzle. The leading offset is not used within one atom. */
MOE_DEVICE uint64_t swizzled_tile(uint32_t address) {
  return static_cast<uint64_t>((address & 0x3FFFF) >> 4) | uint64_t{1} << 16 |
         uint64_t{1024 >> 4} << 32 | uint64_t{1} << 62;
}

/** What one consumer warpgroup reads of one stage. */
template <class Traits>
struct StageView {
  uint32_t weights;      // [kGroupRows, 64] bytes, 64-byte swizzle
  uint32_t scales;       // [kGroupRows] words
  uint64_t activations;  // first half of [kTileN, 64] bf16

  /** @param group_row  first row of the warpgroup within the tile */
  MOE_DEVICE StageView(const SharedLayout<Traits>& shared, uint32_t stage, uint32_t group_row)
      : weights(shared.weights_of(stage, group_row)),
        scales(shared.scales_of(stage, group_row)),
        activations(swizzled_tile(shared.activations(stage))) {}

  /** Where byte `byte` of row `row` lies: TMA's 64-byte swizzle XORs bits 4-5 with bits 7-8. */
  MOE_DEVICE uint32_t weight(uint32_t row, uint32_t byte) const {
    const uint32_t offset = row * (kTileK / 2) + byte;
    return weights + (offset ^ (offset >> 3 & 0x30));
  }
  MOE_DEVICE uint32_t scale(uint32_t row) const { return ptx::load_shared_u32(scales + row * 4); }
  /** B of k16 step 0 to 7; a row of an atom holds four steps of 32 bytes. */
  MOE_DEVICE uint64_t step(uint32_t k16) const {
    const uint32_t bytes = k16 / 4 * (Traits::kTileN * 128) + k16 % 4 * 32;
    return activations + (bytes >> 4);
  }
};

/** The sums of one warpgroup's part of a tile: element as in ptx::Accumulator. */
template <class Traits>
struct Sums {
  float value[Traits::kBlocksM][Traits::kTileN / 2];

  MOE_DEVICE void clear() {
    MOE_UNROLL
    for (auto& block : value) {
      MOE_UNROLL
      for (float& element : block) element = 0.0f;
    }
  }

  /** sums += products * scale, by row; `scales` are those of rows lane/4 and lane/4 + 8. */
  MOE_DEVICE void add_scaled(int block, const ptx::Accumulator<Traits::kTileN>& products,
                             const float (&scales)[2]) {
    MOE_UNROLL
    for (int i = 0; i < Traits::kTileN / 2; ++i) {
      value[block][i] = ptx::fma(products.get(i), scales[i / 2 % 2], value[block][i]);
    }
  }
};

}  // namespace moe::sm90
