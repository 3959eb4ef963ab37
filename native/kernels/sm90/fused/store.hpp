#pragma once
#include "kernels/sm90/fused/parts.hpp"
#include "kernels/sm90/fused/products.hpp"
#include "kernels/sm90/layer/activate.hpp"
#include "kernels/sm90/layer/quantise.hpp"

namespace moe::sm90 {

/** Stores one warp's sums of a whole tile, activated where the GEMM is the layer's first. */
template <class Traits>
class WarpStore {
 public:
  MOE_DEVICE WarpStore(const GemmParams& params, const Part& part, uint32_t warp)
      : params_(params),
        part_(part),
        first_(part.first_channel + static_cast<int32_t>(warp) * Traits::kWarpRows),
        factors_(WarpProducts<Traits>::factors(params, part.expert)),
        g_(static_cast<int32_t>(ptx::lane_id() / 4)) {}

  MOE_DEVICE void store(const WarpSums<Traits>& sums) const {
    MOE_UNROLL
    for (int32_t n = 0; n < Traits::kBlocksN; ++n) {
      MOE_UNROLL
      for (int32_t j = 0; j < 2; ++j) {
        const int32_t token = n * 8 + static_cast<int32_t>(ptx::lane_id() % 4) * 2 + j;
        if (token >= part_.num_tokens) continue;
        const int32_t row = part_.first_row + token;
        const int64_t to =
            params_.fused.to_slots == 0 ? row : ptx::load_global(params_.fused.slot_of_row + row);
        MOE_UNROLL
        for (int32_t m = 0; m < Traits::kBlocksM; ++m) {
          const auto& four = sums.value[m][n];
          store_pair(to, m, four[j] * factors_.low, four[2 + j] * factors_.high);
        }
      }
    }
  }

 private:
  /** @param low, high  sums of rows g and g + 8 of a fragment */
  MOE_DEVICE void store_pair(int64_t to, int32_t m, float low, float high) const {
    const int32_t row = first_ + m * 16 + g_;
    if (first_ + m * 16 >= params_.rows) return;  // N is a multiple of 16
    if (params_.fused.paired != 0) {
      const int32_t size = params_.rows / 2, channel = (first_ + m * 16) / 2 + g_;
      store_value(
          to, size, channel,
          activated(params_.fused.activation, low + bias(channel), high + bias(size + channel)));
    } else {
      store_value(to, params_.rows, row, single(low, row));
      store_value(to, params_.rows, row + 8, single(high, row + 8));
    }
  }
  MOE_DEVICE float single(float sum, int32_t channel) const {
    return params_.fused.activates != 0
               ? activated(params_.fused.activation, sum + bias(channel), 0)
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
  int32_t g_;
};

}  // namespace moe::sm90
