#pragma once
#include <type_traits>

#include "kernels/sm90/convert/fp4_arithmetic.hpp"
#include "kernels/sm90/convert/scale.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"
#include "kernels/sm90/original/int4_multiply.hpp"

namespace moe::sm90 {

/**
 * One stage before the pull request: a byte per load from the natural layout, conversion by
 * arithmetic, and for every group of 32 k a full wait before its products are scaled and added.
 */
template <class Traits>
class OriginalMultiply {
 public:
  MOE_DEVICE void operator()(const StageView<Traits>& stage, Sums<Traits>& sums) {
    const uint32_t lane = ptx::lane_id();
    const uint32_t row = ptx::thread_id() / 32 % 4 * 16 + lane / 4;
    MOE_UNROLL
    for (uint32_t group = 0; group < kTileK / 32; ++group) {
      MOE_UNROLL
      for (uint32_t step = 0; step < 2; ++step) {
        MOE_UNROLL
        for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
          load_fragment(stage, row + block * 64, (group * 2 + step) * 8 + lane % 4,
                        fragments_[step][block]);
        }
      }
      multiply_group(stage, group);
      MOE_UNROLL
      for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
        ptx::fence_registers(products_[block]);
        const float scales[2] = {scale_of(stage.scale(row + block * 64), group),
                                 scale_of(stage.scale(row + block * 64 + 8), group)};
        sums.add_scaled(static_cast<int>(block), products_[block], scales);
      }
    }
  }

 private:
  /** Rows `row` and `row + 8`, bytes `byte` and `byte + 4`: k 2t, 2t+1 and 2t+8, 2t+9. */
  MOE_DEVICE static void load_fragment(const StageView<Traits>& stage, uint32_t row, uint32_t byte,
                                       ptx::AFragment& fragment) {
    const uint32_t word = ptx::load_shared_u8(stage.weight(row, byte)) |
                          ptx::load_shared_u8(stage.weight(row + 8, byte)) << 8 |
                          ptx::load_shared_u8(stage.weight(row, byte + 4)) << 16 |
                          ptx::load_shared_u8(stage.weight(row + 8, byte + 4)) << 24;
    uint32_t converted[4];
    convert_fp4_arithmetic(word, converted);
    MOE_UNROLL
    for (int i = 0; i < 4; ++i) fragment.set(i, converted[i]);
  }

  MOE_DEVICE void multiply_group(const StageView<Traits>& stage, uint32_t group) {
    ptx::wgmma_fence();
    MOE_UNROLL
    for (uint32_t step = 0; step < 2; ++step) {
      MOE_UNROLL
      for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
        ptx::wgmma_bf16(products_[block], fragments_[step][block], stage.step(group * 2 + step),
                        step != 0);
      }
    }
    ptx::wgmma_commit();
    ptx::wgmma_wait<0>();
    MOE_UNROLL
    for (auto& step : fragments_) {
      MOE_UNROLL
      for (ptx::AFragment& fragment : step) ptx::fence_registers(fragment);
    }
  }

  ptx::AFragment fragments_[2][Traits::kBlocksM];
  ptx::Accumulator<Traits::kTileN> products_[Traits::kBlocksM];
};

template <class Traits>
struct MultiplyOf<Traits, Family::kOriginal> {
  using Type =
      std::conditional_t<Traits::kIsInt4, OriginalInt4Multiply<Traits>, OriginalMultiply<Traits>>;
};

}  // namespace moe::sm90
