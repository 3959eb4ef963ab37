#pragma once
#include <type_traits>

#include "kernels/sm90/convert/fp4_lut.hpp"
#include "kernels/sm90/convert/scale.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"
#include "kernels/sm90/pr12451/int4_multiply.hpp"

namespace moe::sm90 {

/**
 * One stage of the pull request: one ldmatrix.x4 of the interleaved layout feeds four k16 steps,
 * conversion by look-up, and while the products of one group of 32 k are made those of the group
 * before are scaled and added. The last group of a stage drains the pipeline.
 */
template <class Traits>
class Pr12451Multiply {
 public:
  MOE_DEVICE void operator()(const StageView<Traits>& stage, Sums<Traits>& sums) {
    load_weights(stage, 0);
    MOE_UNROLL
    for (uint32_t group = 0; group < kGroups; ++group) {
      convert_group(group);
      if (group == 1) load_weights(stage, 1);
      multiply_group(stage, group);
      if (group == 0) {
        load_scales(stage);
      } else {
        ptx::wgmma_wait<1>();
        add_group(group - 1, sums);
      }
    }
    ptx::wgmma_wait<0>();
    add_group(kGroups - 1, sums);
  }

 private:
  static constexpr uint32_t kGroups = kTileK / 32;

  /** Words of the four k16 steps of one half of the stage, for every block of 64 rows. */
  MOE_DEVICE void load_weights(const StageView<Traits>& stage, uint32_t half) {
    const uint32_t lane = ptx::lane_id();
    // Lane l addresses row l%8 of matrix l/8: steps 0 and 2 lie in rows r, steps 1 and 3 in rows
    // r + 8; steps 0 and 1 in the first 16 bytes of a row, steps 2 and 3 in the second.
    const uint32_t row = ptx::thread_id() / 32 % 4 * 16 + lane % 16;
    MOE_UNROLL
    for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
      ptx::ldmatrix_x4(stage.weight(row + block * 64, half * 32 + lane / 16 * 16), words_[block]);
    }
  }

  MOE_DEVICE void load_scales(const StageView<Traits>& stage) {
    const uint32_t row = ptx::thread_id() / 32 % 4 * 16 + ptx::lane_id() / 4;
    MOE_UNROLL
    for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
      scales_[block][0] = stage.scale(row + block * 64);
      scales_[block][1] = stage.scale(row + block * 64 + 8);
    }
  }

  MOE_DEVICE void convert_group(uint32_t group) {
    MOE_UNROLL
    for (uint32_t step = 0; step < 2; ++step) {
      MOE_UNROLL
      for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
        uint32_t converted[4];
        convert_fp4_lut(table_, words_[block][(group * 2 + step) % 4], converted);
        MOE_UNROLL
        for (int i = 0; i < 4; ++i) fragments_[group % 2][step][block].set(i, converted[i]);
      }
    }
  }

  MOE_DEVICE void multiply_group(const StageView<Traits>& stage, uint32_t group) {
    ptx::wgmma_fence();
    MOE_UNROLL
    for (uint32_t step = 0; step < 2; ++step) {
      MOE_UNROLL
      for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
        ptx::wgmma_bf16(products_[group % 2][block], fragments_[group % 2][step][block],
                        stage.step(group * 2 + step), step != 0);
      }
    }
    ptx::wgmma_commit();
  }

  MOE_DEVICE void add_group(uint32_t group, Sums<Traits>& sums) {
    MOE_UNROLL
    for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
      ptx::fence_registers(fragments_[group % 2][0][block]);
      ptx::fence_registers(fragments_[group % 2][1][block]);
      ptx::fence_registers(products_[group % 2][block]);
      const float scales[2] = {scale_of(scales_[block][0], group),
                               scale_of(scales_[block][1], group)};
      sums.add_scaled(static_cast<int>(block), products_[group % 2][block], scales);
    }
  }

  Fp4Table table_;
  uint32_t words_[Traits::kBlocksM][4];
  uint32_t scales_[Traits::kBlocksM][2];
  ptx::AFragment fragments_[2][2][Traits::kBlocksM];  // of two groups in flight, two steps
  ptx::Accumulator<Traits::kTileN> products_[2][Traits::kBlocksM];
};

template <class Traits>
struct MultiplyOf<Traits, Family::kPr12451> {
  using Type =
      std::conditional_t<Traits::kIsInt4, Pr12451Int4Multiply<Traits>, Pr12451Multiply<Traits>>;
};

}  // namespace moe::sm90
