#pragma once
#include "kernels/sm90/convert/fp4_rotated.hpp"
#include "kernels/sm90/fused/traits.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** Sums of a warp's 32 rows: [m16][n8], element as in ptx::mma_bf16. */
template <class Traits>
struct WarpSums {
  float value[Traits::kBlocksM][Traits::kBlocksN][4];
};

/**
 * The products of one warp: its 32 rows of a stage's weights times the stage's tokens. Scales are
 * multiplied into the converted weights, which is exact, as in `streaming`.
 */
template <class Traits>
class WarpProducts {
 public:
  MOE_DEVICE WarpProducts(const FusedLayout<Traits>& shared, uint32_t warp) : shared_(shared) {
    const uint32_t lane = ptx::lane_id();
    const uint32_t record = warp / 4 * kRecordBytes;
    constexpr uint32_t kWarpBytes = Traits::kWarpRows * kTileK / 2;
    weights_at_ = record + warp % 4 * kWarpBytes + lane * 16;
    scales_at_ =
        record + kRecordRows * kTileK / 2 + warp % 4 * (Traits::kWarpRows * 4) + lane / 4 * 16;
    // Matrix m of an ldmatrix: k 8*m to 8*m + 7 of eight tokens.
    tokens_at_ = Traits::kWeightBytes + lane % 8 * Traits::kTokenBytes + lane / 8 * 16;
  }

  /**
   * Adds the products of one stage, of its first 64 k or of all.
   * @param release  called when everything has been read out of the stage
   */
  template <uint32_t kHalves, class Release>
  MOE_DEVICE void add_stage(uint32_t stage, WarpSums<Traits>& sums, Release&& release) const {
    const uint32_t base = shared_.weights(stage);
    const ptx::Vector4 scales = ptx::load_shared_v4(base + scales_at_);
    ptx::Vector4 weights[kHalves][Traits::kBlocksM];
    uint32_t tokens[kHalves][2][Traits::kBlocksN][4];
    MOE_UNROLL
    for (uint32_t half = 0; half < kHalves; ++half) {
      MOE_UNROLL
      for (uint32_t m = 0; m < Traits::kBlocksM; ++m) {
        weights[half][m] = ptx::load_shared_v4(base + weights_at_ + (half * 2 + m) * 512);
      }
      MOE_UNROLL
      for (uint32_t pair = 0; pair < 2; ++pair) {
        MOE_UNROLL
        for (uint32_t n = 0; n < Traits::kBlocksN; ++n) {
          ptx::ldmatrix_x4(
              base + tokens_at_ + n * (8 * Traits::kTokenBytes) + half * 128 + pair * 64,
              tokens[half][pair][n]);
        }
      }
    }
    release();
    MOE_UNROLL
    for (uint32_t half = 0; half < kHalves; ++half) {
      MOE_UNROLL
      for (uint32_t pair = 0; pair < 2; ++pair) {  // a group of 32 k: two steps of one scale
        MOE_UNROLL
        for (uint32_t m = 0; m < Traits::kBlocksM; ++m) {
          const uint32_t scale[2] = {scale_pair(scales.word[2 * m], half * 2 + pair),
                                     scale_pair(scales.word[2 * m + 1], half * 2 + pair)};
          MOE_UNROLL
          for (uint32_t step = 0; step < 2; ++step) {
            uint32_t fragment[4];
            convert_fp4_rotated(weights[half][m].word[pair * 2 + step], fragment);
            MOE_UNROLL
            for (int i = 0; i < 4; ++i) fragment[i] = ptx::mul_bf16x2(fragment[i], scale[i % 2]);
            MOE_UNROLL
            for (uint32_t n = 0; n < Traits::kBlocksN; ++n) {
              const auto& b = tokens[half][pair][n];
              ptx::mma_bf16(sums.value[m][n], fragment, b[step * 2], b[step * 2 + 1]);
            }
          }
        }
      }
    }
  }

 private:
  /** bf16x2 of the scale of a group, twice; see pack_scales. */
  MOE_DEVICE static uint32_t scale_pair(uint32_t packed, uint32_t group) {
    const uint32_t turned = group % 2 == 0 ? packed : packed << 8 | packed >> 24;
    return ptx::prmt(turned & 0x7F807F80u, 0, group < 2 ? 0x1010 : 0x3232);
  }

  const FusedLayout<Traits>& shared_;
  uint32_t weights_at_, scales_at_, tokens_at_;  // from the stage's first byte
};

}  // namespace moe::sm90
