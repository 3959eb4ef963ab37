#pragma once
#include "kernels/sm90/gemm/consumer.hpp"
#include "kernels/sm90/gemm/producer.hpp"

namespace moe::sm90 {

/** What the producer warp and a consumer warpgroup do; a family may specialise it beside its own
 * code. */
template <class Traits, Family = Traits::kFamily>
struct RolesOf {
  MOE_DEVICE static void produce(const GemmParams& params, const SharedLayout<Traits>& shared) {
    sm90::produce(params, shared);
  }
  MOE_DEVICE static void consume(const GemmParams& params, const SharedLayout<Traits>& shared,
                                 uint32_t group) {
    sm90::consume(params, shared, group);
  }
};

}  // namespace moe::sm90
