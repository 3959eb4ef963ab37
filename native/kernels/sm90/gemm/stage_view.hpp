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
  /** int4: words of a row's scales. */
  static constexpr uint32_t kPackWords = (Traits::kSlabs + 1) / 2;

  uint32_t weights;      // [kGroupRows, 64] bytes, 64-byte swizzle; of the first slab
  uint32_t scales;       // [kGroupRows] packs
  uint64_t activations;  // first box of [kTileN, 128 bytes]

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
  /** The same in another slab. */
  MOE_DEVICE uint32_t weight(uint32_t slab, uint32_t row, uint32_t byte) const {
    return weight(row, byte) + slab * (Traits::kTileM * (kTileK / 2));
  }
  MOE_DEVICE uint32_t scale(uint32_t row) const { return ptx::load_shared_u32(scales + row * 4); }
  /** int4: the scales of a row, a bf16 per slab, as words of two (one for a single slab). */
  MOE_DEVICE void scale_pack(uint32_t row, uint32_t (&pack)[kPackWords]) const {
    const uint32_t address = pack_address(row);
    if constexpr (Traits::kSlabs == 1) {
      pack[0] = ptx::load_shared_u16(address);
    } else {
      MOE_UNROLL
      for (uint32_t i = 0; i < kPackWords; ++i) pack[i] = ptx::load_shared_u32(address + 4 * i);
    }
  }
  /** int4: one of them. */
  MOE_DEVICE float slab_scale(uint32_t row, uint32_t slab) const {
    return ptx::as_float(ptx::load_shared_u16(pack_address(row) + 2 * slab) << 16);
  }
  /** B of step 0 to 7 (bf16, k16) or 4 per slab (e4m3, k32): a row of an atom holds four steps of
   * 32 bytes. */
  MOE_DEVICE uint64_t step(uint32_t number) const {
    const uint32_t bytes = number / 4 * (Traits::kTileN * 128) + number % 4 * 32;
    return activations + (bytes >> 4);
  }

 private:
  MOE_DEVICE uint32_t pack_address(uint32_t row) const {
    return scales + row / Traits::kShareRows * Traits::kScaleShareBytes +
           row % Traits::kShareRows * Traits::kScalePackBytes;
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

  MOE_DEVICE void multiply(float factor) {
    MOE_UNROLL
    for (auto& block : value) {
      MOE_UNROLL
      for (float& element : block) element *= factor;
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
