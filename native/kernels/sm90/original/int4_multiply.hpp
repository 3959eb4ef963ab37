#pragma once
#include "kernels/sm90/convert/int4_arithmetic.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"

namespace moe::sm90 {

/**
 * The stage before the pull request for int4 by e4m3: four codes per load from the natural layout,
 * conversion by arithmetic, and for every group of 128 k a full wait before its products are scaled
 * and added.
 */
template <class Traits>
class OriginalInt4Multiply {
 public:
  MOE_DEVICE void operator()(const StageView<Traits>& stage, Sums<Traits>& sums) {
    const uint32_t lane = ptx::lane_id();
    const uint32_t row = ptx::thread_id() / 32 % 4 * 16 + lane / 4;
    MOE_UNROLL
    for (uint32_t slab = 0; slab < Traits::kSlabs; ++slab) {
      MOE_UNROLL
      for (uint32_t step = 0; step < kSteps; ++step) {
        MOE_UNROLL
        for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
          load_fragment(stage, slab, row + block * 64, step * 16 + lane % 4 * 2,
                        fragments_[step][block]);
        }
      }
      multiply_group(stage, slab);
      MOE_UNROLL
      for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
        ptx::fence_registers(products_[block]);
        const float scales[2] = {stage.slab_scale(row + block * 64, slab) * kInt4Raise,
                                 stage.slab_scale(row + block * 64 + 8, slab) * kInt4Raise};
        sums.add_scaled(static_cast<int>(block), products_[block], scales);
      }
    }
  }

 private:
  static constexpr uint32_t kSteps = 4;  // k32 of a group

  /** Rows `row` and `row + 8`, bytes `byte` and `byte + 8` on: k 4t to 4t+3 and 4t+16 to 4t+19. */
  MOE_DEVICE static void load_fragment(const StageView<Traits>& stage, uint32_t slab, uint32_t row,
                                       uint32_t byte, ptx::AFragment& fragment) {
    MOE_UNROLL
    for (uint32_t half = 0; half < 2; ++half) {
      const uint32_t word = ptx::load_shared_u16(stage.weight(slab, row, byte + 8 * half)) |
                            ptx::load_shared_u16(stage.weight(slab, row + 8, byte + 8 * half))
                                << 16;
      uint32_t converted[2];
      convert_int4_arithmetic(word, converted);
      fragment.set(static_cast<int>(2 * half), converted[0]);
      fragment.set(static_cast<int>(2 * half + 1), converted[1]);
    }
  }

  MOE_DEVICE void multiply_group(const StageView<Traits>& stage, uint32_t slab) {
    ptx::wgmma_fence();
    MOE_UNROLL
    for (uint32_t step = 0; step < kSteps; ++step) {
      MOE_UNROLL
      for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
        ptx::wgmma_e4m3(products_[block], fragments_[step][block], stage.step(slab * kSteps + step),
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

  ptx::AFragment fragments_[kSteps][Traits::kBlocksM];
  ptx::Accumulator<Traits::kTileN> products_[Traits::kBlocksM];
};

}  // namespace moe::sm90
