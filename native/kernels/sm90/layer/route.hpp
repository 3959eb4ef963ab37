#pragma once
#include "kernels/sm90/gemm/traits.hpp"
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/params.hpp"

namespace moe::sm90 {

/** A logit as an integer of the same order, above 0; both zeros are one. NaN has no place in it. */
MOE_DEVICE uint32_t ordered(float logit) {
  const uint32_t bits = ptx::as_bits(logit + 0.0f);
  return bits >> 31 != 0 ? ~bits : bits | 0x80000000u;
}
MOE_DEVICE float logit_of(uint32_t ordered) {
  return ptx::as_float(ordered >> 31 != 0 ? ordered & 0x7FFFFFFFu : ~ordered);
}

/**
 * Top-k and softmax over the chosen, by one warp: softmax over all experts, renormalised over the
 * chosen ones, is the same. Ties go to the lower expert.
 * @tparam kPerLane  experts that a lane looks at: expert i * 32 + lane
 */
template <int kPerLane>
MOE_DEVICE void choose_experts(const RouteParams& params, int32_t token) {
  const uint32_t lane = ptx::lane_id();
  uint32_t key[kPerLane];  // 0: no expert, or chosen
  MOE_UNROLL
  for (int i = 0; i < kPerLane; ++i) {
    const int32_t expert = i * 32 + static_cast<int32_t>(lane);
    key[i] = expert < params.num_experts
                 ? ordered(ptx::load_global(
                       params.logits + static_cast<int64_t>(token) * params.num_experts + expert))
                 : 0;
  }
  float largest = 0;
  float sum = 0;
  float own = 0;  // lane c keeps what choice c weighs before the division
  for (int32_t choice = 0; choice < params.top_k; ++choice) {
    uint32_t best = key[0];
    MOE_UNROLL
    for (int i = 1; i < kPerLane; ++i) best = key[i] > best ? key[i] : best;
    best = ptx::warp_max(best);
    uint32_t expert = UINT32_MAX;
    MOE_UNROLL
    for (int i = kPerLane - 1; i >= 0; --i) {
      if (key[i] == best) expert = static_cast<uint32_t>(i) * 32 + lane;
    }
    expert = ptx::warp_min(expert);
    MOE_UNROLL
    for (int i = 0; i < kPerLane; ++i) {
      if (expert == static_cast<uint32_t>(i) * 32 + lane) key[i] = 0;
    }
    if (choice == 0) largest = logit_of(best);
    const float exponential = ptx::exp(logit_of(best) - largest);
    sum += exponential;
    if (lane == static_cast<uint32_t>(choice)) own = exponential;
    if (lane == 0) {
      ptx::store_global(params.expert_ids + static_cast<int64_t>(token) * params.top_k + choice,
                        static_cast<int32_t>(expert));
    }
  }
  if (lane < static_cast<uint32_t>(params.top_k)) {
    ptx::store_global(params.weights + static_cast<int64_t>(token) * params.top_k + lane,
                      own / sum);
  }
}

MOE_DEVICE void route_token(const RouteParams& params, int32_t token) {
  if (params.num_experts <= kMaxExperts / 2) {
    choose_experts<kMaxExperts / 64>(params, token);
  } else {
    choose_experts<kMaxExperts / 32>(params, token);
  }
}

/** A warp per token. */
MOE_DEVICE void route(const RouteParams& params) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t token = grid_warp();
  if (token < params.num_tokens) route_token(params, token);
}

}  // namespace moe::sm90
