#pragma once
#include "kernels/sm90/convert/int4_lut.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"

namespace moe::sm90 {

/**
 * One stage of the pull request for int4 by e4m3: one ldmatrix.x4 of the interleaved layout feeds
 * two k32 steps, conversion by look-up, and while the products of one group of 128 k are made those
 * of the group before are scaled and added. The last group of a stage drains the pipeline, so that
 * a stage of a single group has nothing before it to add (the pull request adds there what it never
 * wrote, see the README).
 */
template <class Traits>
class Pr12451Int4Multiply {
 public:
  MOE_DEVICE void operator()(const StageView<Traits>& stage, Sums<Traits>& sums) {
    load_weights(stage, 0);
    MOE_UNROLL
    for (uint32_t group = 0; group < Traits::kSlabs; ++group) {
      convert_group(group);
      if (group + 1 < Traits::kSlabs) load_weights(stage, group + 1);
      multiply_group(stage, group);
      if (group == 0) {
        load_scales(stage);
      } else {
        ptx::wgmma_wait<1>();
        add_group(group - 1, sums);
      }
    }
    ptx::wgmma_wait<0>();
    add_group(Traits::kSlabs - 1, sums);
  }

 private:
  static constexpr uint32_t kSteps = 4;                               // k32 of a group
  static constexpr uint32_t kInFlight = Traits::kSlabs == 1 ? 1 : 2;  // groups

  /** Words of the four k32 steps of a slab, two at a time, for every block of 64 rows. */
  MOE_DEVICE void load_weights(const StageView<Traits>& stage, uint32_t slab) {
    const uint32_t lane = ptx::lane_id();
    // Lane l addresses row l%8 of matrix l/8: matrices 0 and 1 are the k halves of one step, rows r
    // and r + 8, first 16 bytes; 2 and 3 those of the next step, second 16 bytes.
    const uint32_t row = ptx::thread_id() / 32 % 4 * 16 + lane % 16;
    MOE_UNROLL
    for (uint32_t pair = 0; pair < 2; ++pair) {
      MOE_UNROLL
      for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
        ptx::ldmatrix_x4(stage.weight(slab, row + block * 64, pair * 32 + lane / 16 * 16),
                         words_[pair][block]);
      }
    }
  }

  MOE_DEVICE void load_scales(const StageView<Traits>& stage) {
    const uint32_t row = ptx::thread_id() / 32 % 4 * 16 + ptx::lane_id() / 4;
    MOE_UNROLL
    for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
      stage.scale_pack(row + block * 64, scales_[block][0]);
      stage.scale_pack(row + block * 64 + 8, scales_[block][1]);
    }
  }

  MOE_DEVICE void convert_group(uint32_t group) {
    MOE_UNROLL
    for (uint32_t step = 0; step < kSteps; ++step) {
      MOE_UNROLL
      for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
        MOE_UNROLL
        for (uint32_t half = 0; half < 2; ++half) {
          uint32_t converted[2];
          convert_int4_lut(table_, words_[step / 2][block][step % 2 * 2 + half], converted);
          ptx::AFragment& fragment = fragments_[group % kInFlight][step][block];
          fragment.set(static_cast<int>(2 * half), converted[0]);
          fragment.set(static_cast<int>(2 * half + 1), converted[1]);
        }
      }
    }
  }

  MOE_DEVICE void multiply_group(const StageView<Traits>& stage, uint32_t group) {
    ptx::wgmma_fence();
    MOE_UNROLL
    for (uint32_t step = 0; step < kSteps; ++step) {
      MOE_UNROLL
      for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
        ptx::wgmma_e4m3(products_[group % kInFlight][block],
                        fragments_[group % kInFlight][step][block],
                        stage.step(group * kSteps + step), step != 0);
      }
    }
    ptx::wgmma_commit();
  }

  MOE_DEVICE void add_group(uint32_t group, Sums<Traits>& sums) {
    MOE_UNROLL
    for (uint32_t block = 0; block < Traits::kBlocksM; ++block) {
      MOE_UNROLL
      for (uint32_t step = 0; step < kSteps; ++step) {
        ptx::fence_registers(fragments_[group % kInFlight][step][block]);
      }
      ptx::fence_registers(products_[group % kInFlight][block]);
      const float scales[2] = {scale_of_group(scales_[block][0], group),
                               scale_of_group(scales_[block][1], group)};
      sums.add_scaled(static_cast<int>(block), products_[group % kInFlight][block], scales);
    }
  }

  static constexpr uint32_t kPackWords = StageView<Traits>::kPackWords;

  /** The bf16 of a group as fp32: the lower or the upper half of its word. */
  MOE_DEVICE static float scale_of_group(const uint32_t (&pack)[kPackWords], uint32_t group) {
    const uint32_t word = pack[group / 2];
    return ptx::as_float(group % 2 == 0 ? word << 16 : word & 0xFFFF0000u);
  }

  Int4Table table_;
  uint32_t words_[2][Traits::kBlocksM][4];  // of two pairs of steps
  uint32_t scales_[Traits::kBlocksM][2][kPackWords];
  ptx::AFragment fragments_[kInFlight][kSteps][Traits::kBlocksM];
  ptx::Accumulator<Traits::kTileN> products_[kInFlight][Traits::kBlocksM];
};

}  // namespace moe::sm90
