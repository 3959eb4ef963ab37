#pragma once
#include "kernels/sm90/gemm/traits.hpp"
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/params.hpp"

namespace moe::sm90 {

/** The largest logit of a warp and its expert; ties go to the lower expert. */
struct Candidate {
  float logit;
  uint32_t expert;

  MOE_DEVICE bool beats(const Candidate& other) const {
    return logit > other.logit || (logit == other.logit && expert < other.expert);
  }
};

MOE_DEVICE Candidate best_of_warp(Candidate best) {
  for (uint32_t mask = 16; mask > 0; mask /= 2) {
    const Candidate other{ptx::as_float(ptx::shuffle_xor(ptx::as_bits(best.logit), mask)),
                          ptx::shuffle_xor(best.expert, mask)};
    if (other.beats(best)) best = other;
  }
  return best;
}

/** Top-k and softmax over the chosen, one warp per token: softmax over all experts, renormalised
 * over the chosen ones, is the same. */
MOE_DEVICE void route(const RouteParams& params) {
  constexpr int kPerLane = kMaxExperts / 32;
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t token = grid_warp();
  if (token >= params.num_tokens) return;
  const uint32_t lane = ptx::lane_id();
  const float lowest = ptx::as_float(0xFF800000u);  // -infinity
  float logits[kPerLane];
  MOE_UNROLL
  for (int i = 0; i < kPerLane; ++i) {
    const int32_t expert = i * 32 + static_cast<int32_t>(lane);
    logits[i] = expert < params.num_experts
                    ? ptx::load_global(params.logits +
                                       static_cast<int64_t>(token) * params.num_experts + expert)
                    : lowest;
  }
  float largest = 0;
  float sum = 0;
  float own = 0;  // lane c keeps what choice c weighs before the division
  for (int32_t choice = 0; choice < params.top_k; ++choice) {
    Candidate best{lowest, UINT32_MAX};
    MOE_UNROLL
    for (int i = 0; i < kPerLane; ++i) {
      const Candidate candidate{logits[i], static_cast<uint32_t>(i) * 32 + lane};
      if (candidate.expert < static_cast<uint32_t>(params.num_experts) && candidate.beats(best)) {
        best = candidate;
      }
    }
    best = best_of_warp(best);
    if (choice == 0) largest = best.logit;
    const float exponential = ptx::exp(best.logit - largest);
    sum += exponential;
    if (lane == static_cast<uint32_t>(choice)) own = exponential;
    MOE_UNROLL
    for (int i = 0; i < kPerLane; ++i) {
      if (best.expert == static_cast<uint32_t>(i) * 32 + lane) logits[i] = lowest;
    }
    if (lane == 0) {
      ptx::store_global(params.expert_ids + static_cast<int64_t>(token) * params.top_k + choice,
                        static_cast<int32_t>(best.expert));
    }
  }
  if (lane < static_cast<uint32_t>(params.top_k)) {
    ptx::store_global(params.weights + static_cast<int64_t>(token) * params.top_k + lane,
                      own / sum);
  }
}

}  // namespace moe::sm90
