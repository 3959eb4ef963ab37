#pragma once
#include "kernels/sm90/convert/fp4_rotated.hpp"
#include "kernels/sm90/fused/record.hpp"
#include "kernels/sm90/fused/traits.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** Sums of a warp's rows: [m16][n8], element as in ptx::mma_bf16. */
template <class Traits>
struct WarpSums {
  float value[Traits::kBlocksM][Traits::kBlocksN][4];
};

/**
 * The products of one warp: its rows of a stage's weights times the stage's tokens. Weights come
 * out of the conversion times 2^-126; tokens are raised before the product, so that fp32 holds it
 * in full, and the scale of a group of 32 k, which multiplies the group's sum, makes up for both.
 */
template <class Traits>
class WarpProducts {
 public:
  MOE_DEVICE WarpProducts(const FusedLayout<Traits>& shared, uint32_t warp) : shared_(shared) {
    constexpr uint32_t kWarps = kRecordRows / Traits::kWarpRows;
    const uint32_t lane = ptx::lane_id();
    const uint32_t record = warp / kWarps * kRecordBytes;
    weights_at_ = record + warp % kWarps * (Traits::kWarpRows * kTileK / 2) + lane * 16;
    scales_at_ =
        record + kRecordRows * kTileK / 2 + warp % kWarps * (Traits::kWarpRows * 4) + lane / 4 * 16;
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
    ptx::Vector4 scales[kChunks];
    ptx::Vector4 weights[kHalves][Traits::kBlocksM];
    uint32_t tokens[kHalves][2][Traits::kBlocksN][4];
    MOE_UNROLL
    for (uint32_t i = 0; i < kChunks; ++i) {
      scales[i] = ptx::load_shared_v4(base + scales_at_ + i * (kChunkRows * 4));
    }
    MOE_UNROLL
    for (uint32_t half = 0; half < kHalves; ++half) {
      MOE_UNROLL
      for (uint32_t m = 0; m < Traits::kBlocksM; ++m) {
        weights[half][m] = ptx::load_shared_v4(
            base + weights_at_ + m / 2 * (kChunkRows * kTileK / 2) + (half * 2 + m % 2) * 512);
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
        raise_tokens(tokens[half][pair]);
        MOE_UNROLL
        for (uint32_t m = 0; m < Traits::kBlocksM; ++m) {
          const uint32_t words[2] = {weights[half][m].word[pair * 2],
                                     weights[half][m].word[pair * 2 + 1]};
          const float scale[2] = {scale_of(scales[m / 2].word[m % 2 * 2], half * 2 + pair),
                                  scale_of(scales[m / 2].word[m % 2 * 2 + 1], half * 2 + pair)};
          add_group(words, scale, tokens[half][pair], sums.value[m]);
        }
      }
    }
  }

 private:
  /** Rows whose fragments and scales lie side by side in a record. */
  static constexpr uint32_t kChunkRows = 32, kChunks = Traits::kWarpRows / kChunkRows;

  MOE_DEVICE static void raise_tokens(uint32_t (&tokens)[Traits::kBlocksN][4]) {
    constexpr uint32_t kFactor = (127u + kTokenExponent) * 0x00800080u;  // bf16x2
    MOE_UNROLL
    for (uint32_t n = 0; n < Traits::kBlocksN; ++n) {
      MOE_UNROLL
      for (uint32_t i = 0; i < 4; ++i) tokens[n][i] = ptx::mul_bf16x2(tokens[n][i], kFactor);
    }
  }

  /** Adds the products of 16 rows and 32 k: words and tokens of two k16 steps, scales of rows g and
   * g + 8. */
  MOE_DEVICE static void add_group(const uint32_t (&words)[2], const float (&scale)[2],
                                   const uint32_t (&tokens)[Traits::kBlocksN][4],
                                   float (&sums)[Traits::kBlocksN][4]) {
    float group[Traits::kBlocksN][4] = {};
    MOE_UNROLL
    for (uint32_t step = 0; step < 2; ++step) {
      uint32_t fragment[4];
      convert_fp4_rotated(words[step], fragment);
      MOE_UNROLL
      for (uint32_t n = 0; n < Traits::kBlocksN; ++n) {
        ptx::mma_bf16(group[n], fragment, tokens[n][step * 2], tokens[n][step * 2 + 1]);
      }
    }
    MOE_UNROLL
    for (uint32_t n = 0; n < Traits::kBlocksN; ++n) {
      MOE_UNROLL
      for (uint32_t i = 0; i < 4; ++i) {
        sums[n][i] = ptx::fma(group[n][i], scale[i / 2], sums[n][i]);
      }
    }
  }

  /** The fp32 of a group's scale; see pack_scales. */
  MOE_DEVICE static float scale_of(uint32_t packed, uint32_t group) {
    // Its byte's sign, which is 0, fills the lower half.
    const uint32_t selector = group << 12 | (4 + group) << 8 | (8 + group) << 4 | (8 + group);
    return ptx::as_float(ptx::prmt(packed & 0x7F7F7F7Fu, packed & 0x80808080u, selector));
  }

  const FusedLayout<Traits>& shared_;
  uint32_t weights_at_, scales_at_, tokens_at_;  // from the stage's first byte
};

}  // namespace moe::sm90
