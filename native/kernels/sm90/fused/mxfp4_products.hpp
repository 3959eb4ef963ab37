#pragma once
#include "kernels/sm90/convert/fp4_rotated.hpp"
#include "kernels/sm90/fused/mxfp4_record.hpp"
#include "kernels/sm90/fused/products.hpp"

namespace moe::sm90 {

/**
 * Weights come out of the conversion times 2^-126; tokens are raised before the product, so that
 * fp32 holds it in full, and the scale of a group of 32 k, which multiplies the group's sum, makes
 * up for both.
 */
template <class Traits>
class WarpProducts<Traits, Scheme::kMxfp4Bf16> {
 public:
  MOE_DEVICE WarpProducts(const FusedLayout<Traits>& shared, uint32_t warp)
      : reader_(shared, warp) {}

  /**
   * Adds the products of one stage, of its first 64 k or of all.
   * @param release  called when everything has been read out of the stage
   */
  template <uint32_t kHalves, class Release>
  MOE_DEVICE void add_stage(uint32_t stage, WarpSums<Traits>& sums, Release&& release) const {
    ptx::Vector4 scales[kChunks];
    typename StageReader<Traits>::template Weights<kHalves> weights;
    typename StageReader<Traits>::template Tokens<kHalves> tokens;
    MOE_UNROLL
    for (uint32_t i = 0; i < kChunks; ++i) scales[i] = reader_.scales(stage, i);
    reader_.template read<kHalves>(stage, weights, tokens);
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

  MOE_DEVICE static SumFactors factors(const GemmParams& params, int32_t /*expert*/) {
    return {params.sum_scale, params.sum_scale};
  }

 private:
  /** Groups of 32 rows, whose scales lie side by side in a record. */
  static constexpr uint32_t kChunks = Traits::kWarpRows / 32;

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
    add_scaled(scale, group, sums);
  }

  /** The fp32 of a group's scale; see pack_scales. */
  MOE_DEVICE static float scale_of(uint32_t packed, uint32_t group) {
    // Its byte's sign, which is 0, fills the lower half.
    const uint32_t selector = group << 12 | (4 + group) << 8 | (8 + group) << 4 | (8 + group);
    return ptx::as_float(ptx::prmt(packed & 0x7F7F7F7Fu, packed & 0x80808080u, selector));
  }

  StageReader<Traits> reader_;
};

}  // namespace moe::sm90
