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

/** What a lane knows of the choice of its number, of its warp's token. */
struct Choice {
  uint32_t expert;
  uint32_t logit;  // ordered
};

/**
 * Top-k by one warp. Ties go to the lower expert.
 * @tparam kPerLane  experts that a lane looks at: expert i * 32 + lane
 */
template <int kPerLane>
MOE_DEVICE Choice choose_experts(const RouteParams& params, int32_t token) {
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
  Choice own = {};
  MOE_KEEP_LOOP
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
    if (lane == static_cast<uint32_t>(choice)) own = {expert, best};
  }
  return own;
}

MOE_DEVICE Choice choice_of(const RouteParams& params, int32_t token) {
  return params.num_experts <= kMaxExperts / 2 ? choose_experts<kMaxExperts / 64>(params, token)
                                               : choose_experts<kMaxExperts / 32>(params, token);
}

/** Stores a token's choices and their weights: softmax over the chosen experts, which is that over
 * all of them, renormalised. The whole warp calls. */
MOE_DEVICE void store_choice(const RouteParams& params, int32_t token, const Choice& own) {
  const float largest = logit_of(ptx::shuffle(own.logit, 0));
  const float exponential = ptx::exp(logit_of(own.logit) - largest);
  float sum = 0;
  MOE_KEEP_LOOP
  for (int32_t choice = 0; choice < params.top_k; ++choice) {
    sum += ptx::as_float(ptx::shuffle(ptx::as_bits(exponential), static_cast<uint32_t>(choice)));
  }
  const auto lane = static_cast<int32_t>(ptx::lane_id());
  if (lane >= params.top_k) return;
  const int64_t slot = static_cast<int64_t>(token) * params.top_k + lane;
  ptx::store_global(params.expert_ids + slot, static_cast<int32_t>(own.expert));
  ptx::store_global(params.weights + slot, exponential / sum);
}

/** A warp per token. */
MOE_DEVICE void route(const RouteParams& params) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t token = grid_warp();
  if (token < params.num_tokens) store_choice(params, token, choice_of(params, token));
}

}  // namespace moe::sm90
