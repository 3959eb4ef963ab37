#pragma once
#include "kernels/sm90/convert/int4_rotated.hpp"
#include "kernels/sm90/fused/products.hpp"

namespace moe::sm90 {

/**
 * Weights come out of the conversion as small integers, 8 too large. The sums of a group of 128 k
 * therefore begin at -8 times the sum of its tokens, which is the same for all rows and so a fifth
 * product beside those of four m16. Exact where 15 times the sum of the tokens' magnitudes, in
 * units of the last place of the smallest, has 24 bits; beyond them fp32 loses of sums that are so
 * much larger. The group's scale multiplies its sums.
 */
template <class Traits>
class WarpProducts<Traits, Scheme::kInt4Fp8> {
 public:
  MOE_DEVICE WarpProducts(const FusedLayout<Traits>& shared, uint32_t warp)
      : reader_(shared, warp) {}

  /**
   * Adds the products of one stage, a group.
   * @param release  called when everything has been read out of the stage
   */
  template <uint32_t kHalves, class Release>
  MOE_DEVICE void add_stage(uint32_t stage, WarpSums<Traits>& sums, Release&& release) const {
    static_assert(kHalves == 2, "K is a multiple of a group");
    const ptx::Vector4 scales = reader_.scales(stage, 0);
    Weights weights;
    Tokens tokens;
    reader_.template read<2>(stage, weights, tokens);
    release();
    WarpSums<Traits> group = {};
    add_offsets(tokens, group.value[0]);
    MOE_UNROLL
    for (uint32_t m = 1; m < Traits::kBlocksM; ++m) copy(group.value[0], group.value[m]);
    MOE_UNROLL
    for (uint32_t step = 0; step < kSteps; ++step) {
      MOE_UNROLL
      for (uint32_t m = 0; m < Traits::kBlocksM; ++m) {
        uint32_t fragment[4];
        convert_int4_rotated(weights[step / 4][m].word[step % 4], fragment);
        multiply(fragment, tokens, step, group.value[m]);
      }
    }
    MOE_UNROLL
    for (uint32_t m = 0; m < Traits::kBlocksM; ++m) {
      // Of row g in the lower half, of g + 8 in the upper.
      const float scale[2] = {ptx::as_float(scales.word[m] << 16),
                              ptx::as_float(scales.word[m] & 0xFFFF0000u)};
      add_scaled(scale, group.value[m], sums.value[m]);
    }
  }

  MOE_DEVICE static SumFactors factors(const GemmParams& params, int32_t expert) {
    const float alpha = params.alpha == nullptr ? 1.0f : ptx::load_global(params.alpha + expert);
    return {alpha * kInt4UpperRaise, alpha * kInt4LowerRaise};
  }

 private:
  using Weights = typename StageReader<Traits>::template Weights<2>;
  using Tokens = typename StageReader<Traits>::template Tokens<2>;
  using BlockSums = float[Traits::kBlocksN][4];
  static constexpr uint32_t kSteps = kTileK / 16;

  MOE_DEVICE static void multiply(const uint32_t (&fragment)[4], const Tokens& tokens,
                                  uint32_t step, BlockSums& group) {
    MOE_UNROLL
    for (uint32_t n = 0; n < Traits::kBlocksN; ++n) {
      const auto& words = tokens[step / 4][step / 2 % 2][n];
      ptx::mma_f16(group[n], fragment, words[step % 2 * 2], words[step % 2 * 2 + 1]);
    }
  }

  /** Adds -8 times the sum of the tokens, the same to all rows. */
  MOE_DEVICE static void add_offsets(const Tokens& tokens, BlockSums& group) {
    const uint32_t fragment[4] = {kInt4UpperOffsets, kInt4LowerOffsets, kInt4UpperOffsets,
                                  kInt4LowerOffsets};
    MOE_UNROLL
    for (uint32_t step = 0; step < kSteps; ++step) multiply(fragment, tokens, step, group);
  }

  MOE_DEVICE static void copy(const BlockSums& from, BlockSums& to) {
    MOE_UNROLL
    for (uint32_t n = 0; n < Traits::kBlocksN; ++n) {
      MOE_UNROLL
      for (uint32_t i = 0; i < 4; ++i) to[n][i] = from[n][i];
    }
  }

  StageReader<Traits> reader_;
};

}  // namespace moe::sm90
