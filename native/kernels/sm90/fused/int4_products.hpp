#pragma once
#include "kernels/sm90/convert/int4_rotated.hpp"
#include "kernels/sm90/fused/products.hpp"

namespace moe::sm90 {

/**
 * Weights come out of the conversion as small integers, 8 too large. Eight times the sum of the
 * tokens, which one row of products more computes for all rows, is where the sums of a group of 128
 * k begin, below zero. Everything is exact in fp32 but sums of more than 24 bits. The group's scale
 * multiplies its sums.
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
    float begin[Traits::kBlocksN][4] = {};
    add_offsets(tokens, begin);
    MOE_UNROLL
    for (uint32_t m = 0; m < Traits::kBlocksM; m += kTogether) {
      float group[kTogether][Traits::kBlocksN][4];
      MOE_UNROLL
      for (uint32_t i = 0; i < kTogether * Traits::kBlocksN * 4; ++i) {
        group[i / 4 / Traits::kBlocksN][i / 4 % Traits::kBlocksN][i % 4] =
            begin[i / 4 % Traits::kBlocksN][i % 4];
      }
      add_blocks(m, weights, tokens, group);
      MOE_UNROLL
      for (uint32_t i = 0; i < kTogether; ++i) {
        add_scaled(scales.word[m + i], group[i], sums.value[m + i]);
      }
    }
  }

  MOE_DEVICE static SumFactors factors(const GemmParams& params, int32_t expert) {
    const float alpha = params.alpha == nullptr ? 1.0f : ptx::load_global(params.alpha + expert);
    return {alpha * kInt4UpperRaise, alpha * kInt4LowerRaise};
  }

 private:
  using Weights = typename StageReader<Traits>::template Weights<2>;
  using Tokens = typename StageReader<Traits>::template Tokens<2>;
  static constexpr uint32_t kSteps = kTileK / 16;
  /** Blocks of m16 that take turns, so that no product waits for the one before. */
  static constexpr uint32_t kTogether = Traits::kBlocksN == 1 ? 4 : 2;

  MOE_DEVICE static void multiply(const uint32_t (&fragment)[4], const Tokens& tokens,
                                  uint32_t step, float (&group)[Traits::kBlocksN][4]) {
    MOE_UNROLL
    for (uint32_t n = 0; n < Traits::kBlocksN; ++n) {
      const auto& words = tokens[step / 4][step / 2 % 2][n];
      ptx::mma_f16(group[n], fragment, words[step % 2 * 2], words[step % 2 * 2 + 1]);
    }
  }

  MOE_DEVICE static void add_offsets(const Tokens& tokens, float (&group)[Traits::kBlocksN][4]) {
    const uint32_t fragment[4] = {kInt4UpperOffsets, kInt4LowerOffsets, kInt4UpperOffsets,
                                  kInt4LowerOffsets};
    MOE_UNROLL
    for (uint32_t step = 0; step < kSteps; ++step) multiply(fragment, tokens, step, group);
  }

  /** Adds the products of kTogether blocks from `first` on. */
  MOE_DEVICE static void add_blocks(uint32_t first, const Weights& weights, const Tokens& tokens,
                                    float (&group)[kTogether][Traits::kBlocksN][4]) {
    MOE_UNROLL
    for (uint32_t step = 0; step < kSteps; ++step) {
      MOE_UNROLL
      for (uint32_t i = 0; i < kTogether; ++i) {
        uint32_t fragment[4];
        convert_int4_rotated(weights[step / 4][first + i].word[step % 4], fragment);
        multiply(fragment, tokens, step, group[i]);
      }
    }
  }

  /** @param scales  of rows g, in the lower half, and g + 8 */
  MOE_DEVICE static void add_scaled(uint32_t scales, const float (&group)[Traits::kBlocksN][4],
                                    float (&sums)[Traits::kBlocksN][4]) {
    const float scale[2] = {ptx::as_float(scales << 16), ptx::as_float(scales & 0xFFFF0000u)};
    MOE_UNROLL
    for (uint32_t n = 0; n < Traits::kBlocksN; ++n) {
      MOE_UNROLL
      for (uint32_t i = 0; i < 4; ++i) {
        sums[n][i] = ptx::fma(group[n][i], scale[i / 2], sums[n][i]);
      }
    }
  }

  StageReader<Traits> reader_;
};

}  // namespace moe::sm90
