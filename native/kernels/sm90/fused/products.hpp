#pragma once
#include "kernels/sm90/fused/record.hpp"
#include "kernels/sm90/fused/traits.hpp"
#include "kernels/sm90/gemm/params.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** Sums of a warp's rows: [m16][n8], element as in ptx::mma_bf16. */
template <class Traits>
struct WarpSums {
  float value[Traits::kBlocksM][Traits::kBlocksN][4];
};

/** What sums of rows g and g + 8 of a fragment are multiplied with in the end. */
struct SumFactors {
  float low, high;
};

/** Adds the sums of a group, times the scales of rows g and g + 8, to those of all K. */
template <int kBlocksN>
MOE_DEVICE void add_scaled(const float (&scale)[2], const float (&group)[kBlocksN][4],
                           float (&sums)[kBlocksN][4]) {
  MOE_UNROLL
  for (int n = 0; n < kBlocksN; ++n) {
    MOE_UNROLL
    for (int i = 0; i < 4; ++i) sums[n][i] = ptx::fma(group[n][i], scale[i / 2], sums[n][i]);
  }
}

/** What one warp reads of a stage: its rows' weights and scales, and the stage's tokens. */
template <class Traits>
class StageReader {
 public:
  template <uint32_t kHalves>
  using Weights = ptx::Vector4[kHalves][Traits::kBlocksM];  // words of four k16 steps
  template <uint32_t kHalves>
  using Tokens = uint32_t[kHalves][2][Traits::kBlocksN][4];  // two k16 steps of [n8]

  MOE_DEVICE StageReader(const FusedLayout<Traits>& shared, uint32_t warp) : shared_(shared) {
    constexpr uint32_t kWarps = kRecordRows / Traits::kWarpRows;
    constexpr uint32_t kScaleBytes = Traits::kWarpRows * fused_scale_bytes(Traits::kScheme);
    const uint32_t lane = ptx::lane_id();
    const uint32_t record = warp / kWarps * Traits::kRecordBytes;
    weights_at_ = record + warp % kWarps * (Traits::kWarpRows * kTileK / 2) + lane * 16;
    scales_at_ = record + kRecordRows * kTileK / 2 + warp % kWarps * kScaleBytes + lane / 4 * 16;
    // Matrix m of an ldmatrix: k 8*m to 8*m + 7 of eight tokens.
    tokens_at_ = Traits::kWeightBytes + lane % 8 * Traits::kTokenBytes + lane / 8 * 16;
  }

  /** Piece `index` of the scales of rows g, g + 8, ...; pieces of a lane are 128 bytes apart. */
  MOE_DEVICE ptx::Vector4 scales(uint32_t stage, uint32_t index) const {
    return ptx::load_shared_v4(shared_.weights(stage) + scales_at_ + index * 128);
  }
  template <uint32_t kHalves>
  MOE_DEVICE void read(uint32_t stage, Weights<kHalves>& weights, Tokens<kHalves>& tokens) const {
    const uint32_t base = shared_.weights(stage);
    MOE_UNROLL
    for (uint32_t half = 0; half < kHalves; ++half) {
      MOE_UNROLL
      for (uint32_t m = 0; m < Traits::kBlocksM; ++m) {
        weights[half][m] = ptx::load_shared_v4(base + weights_at_ + m / 2 * (32 * kTileK / 2) +
                                               (half * 2 + m % 2) * 512);
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
  }

 private:
  const FusedLayout<Traits>& shared_;
  uint32_t weights_at_, scales_at_, tokens_at_;  // from the stage's first byte
};

/**
 * The products of one warp: its rows of a stage's weights times the stage's tokens. A scheme's own:
 * mxfp4_products.hpp, int4_products.hpp.
 */
template <class Traits, Scheme = Traits::kScheme>
class WarpProducts;

}  // namespace moe::sm90
