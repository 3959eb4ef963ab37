#pragma once
#include "kernels/sm90/fused/parts.hpp"
#include "kernels/sm90/fused/products.hpp"
#include "kernels/sm90/layer/activate.hpp"
#include "kernels/sm90/layer/quantise.hpp"

namespace moe::sm90 {

/** Sums of rows g and g + 8 of a fragment for one token. */
struct PairSums {
  float low, high;
};

/**
 * Stores one warp's sums of a whole tile, activated where the GEMM is the layer's first. A token's
 * sums lie in eight lanes, four pairs in each; they are dealt to all 32 first, so that a token
 * costs one pass of short code, which no earlier part of the kernel has brought into the caches.
 */
template <class Traits>
class WarpStore {
 public:
  MOE_DEVICE WarpStore(const GemmParams& params, const Part& part, uint32_t warp)
      : params_(params),
        part_(part),
        first_(part.first_channel + static_cast<int32_t>(warp) * Traits::kWarpRows),
        factors_(WarpProducts<Traits>::factors(params, part.expert)),
        m_(static_cast<int32_t>(ptx::lane_id() / 8)),
        g_(static_cast<int32_t>(ptx::lane_id() % 8)) {
    static_assert(Traits::kBlocksM == 4, "a lane per pair of rows");
  }

  /** The whole warp calls. */
  MOE_DEVICE void store(const WarpSums<Traits>& sums) const {
    MOE_UNROLL
    for (int32_t n = 0; n < Traits::kBlocksN; ++n) {
      const int32_t left = part_.num_tokens - n * 8, tokens = left < 8 ? left : 8;
      MOE_KEEP_LOOP
      for (int32_t token = 0; token < tokens; ++token) {
        const int32_t row = part_.first_row + n * 8 + token;
        const int64_t to =
            params_.fused.to_slots == 0 ? row : ptx::load_global(params_.fused.slot_of_row + row);
        store_pair(to, pair_of(sums, n, token));
      }
    }
  }

 private:
  /** Of this lane's rows and one of the tokens of n8 block `n`. */
  MOE_DEVICE PairSums pair_of(const WarpSums<Traits>& sums, int32_t n, int32_t token) const {
    const auto holder = static_cast<uint32_t>(g_ * 4 + token / 2);
    const auto from_holder = [&](float even, float odd) {
      return ptx::as_float(ptx::shuffle(ptx::as_bits(token % 2 == 0 ? even : odd), holder));
    };
    PairSums pair = {};
    MOE_UNROLL
    for (int32_t m = 0; m < Traits::kBlocksM; ++m) {
      const auto& four = sums.value[m][n];
      const float low = from_holder(four[0], four[1]), high = from_holder(four[2], four[3]);
      if (m == m_) pair = {low, high};
    }
    return {pair.low * factors_.low, pair.high * factors_.high};
  }
  MOE_DEVICE void store_pair(int64_t to, const PairSums& pair) const {
    const int32_t block = first_ + m_ * 16, row = block + g_;
    if (block >= params_.rows) return;  // N is a multiple of 16
    if (params_.fused.paired != 0) {
      const int32_t size = params_.rows / 2, channel = block / 2 + g_;
      store_value(to, size, channel,
                  activated(params_.fused.activation, pair.low + bias(channel),
                            pair.high + bias(size + channel)));
    } else {
      store_value(to, params_.rows, row, single(pair.low, row));
      store_value(to, params_.rows, row + 8, single(pair.high, row + 8));
    }
  }
  MOE_DEVICE float single(float sum, int32_t channel) const {
    return params_.fused.activates != 0
               ? activated_alone(params_.fused.activation, sum + bias(channel))
               : sum;
  }
  MOE_DEVICE float bias(int32_t channel) const {
    if (params_.fused.bias == nullptr) return 0;
    return ptx::as_float(uint32_t{ptx::load_global(params_.fused.bias +
                                                   int64_t{part_.expert} * params_.rows + channel)}
                         << 16);
  }
  MOE_DEVICE void store_value(int64_t to, int64_t width, int32_t channel, float value) const {
    if constexpr (Traits::kIsInt4) {
      const QuantiseParams& quantise = params_.fused.quantise;
      if (quantise.rows != nullptr) {
        store_quantised(quantise, to * width, channel, rounded_to_bf16(value));
        return;
      }
    }
    ptx::store_global(params_.output + to * width + channel,
                      static_cast<uint16_t>(ptx::pack_bf16x2(value, 0)));
  }

  const GemmParams& params_;
  const Part& part_;
  int32_t first_;  // row of the records at which this warp's begin
  SumFactors factors_;
  int32_t m_, g_;  // this lane's rows are g_ and g_ + 8 of the m16 block m_
};

}  // namespace moe::sm90
