#pragma once
#include "api/moe_kernels.h"
#include "kernels/sm90/layer/bf16_vectors.hpp"
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/params.hpp"

namespace moe::sm90 {

MOE_DEVICE bool is_gated(const ActivationParams& activation) {
  return activation.kind != MOE_ACTIVATION_NONE && activation.kind != MOE_ACTIVATION_RELU2;
}

MOE_DEVICE float sigmoid(float x) { return 1.0f / (1.0f + ptx::exp(-x)); }

/** The non-linearity in fp32 of a layer without gates. */
MOE_DEVICE float activated_alone(const ActivationParams& activation, float up) {
  const float positive = up > 0.0f ? up : 0.0f;
  return activation.kind == MOE_ACTIVATION_RELU2 ? positive * positive : up;
}

/** The non-linearity in fp32; `gate` is read only when gated. */
MOE_DEVICE float activated(const ActivationParams& activation, float up, float gate) {
  switch (activation.kind) {
    case MOE_ACTIVATION_SWIGLU:
      return gate * sigmoid(gate) * up;
    case MOE_ACTIVATION_SWIGLU_OAI: {
      const float limit = activation.limit;
      const float g = gate < limit ? gate : limit;
      const float above = up < -limit ? -limit : up;
      const float u = above > limit ? limit : above;
      return g * sigmoid(activation.alpha * g) * (u + activation.beta);
    }
    case MOE_ACTIVATION_GEGLU:
      return 0.5f * gate * (1.0f + ptx::erf(gate * 0.70710678f)) * up;  // 1 / sqrt(2)
    default:
      return activated_alone(activation, up);
  }
}

/** Biases and non-linearity of eight columns of a row, which belongs to a slot. */
MOE_DEVICE void activated_piece(const ActivateParams& params, int64_t row, int64_t column,
                                int32_t slot, float (&up)[8]) {
  const int32_t size = params.intermediate_size;
  const bool gated = is_gated(params.activation);
  const int64_t width = gated ? 2 * int64_t{size} : size;
  float gate[8] = {};
  unpack_bf16x8(load_bf16x8(params.products + row * width + column), up);
  if (gated) unpack_bf16x8(load_bf16x8(params.products + row * width + size + column), gate);
  if (params.bias != nullptr) {
    const uint16_t* const bias = params.bias + ptx::load_global(params.expert_ids + slot) * width;
    float up_bias[8];
    float gate_bias[8] = {};
    unpack_bf16x8(load_bf16x8(bias + column), up_bias);
    if (gated) unpack_bf16x8(load_bf16x8(bias + size + column), gate_bias);
    MOE_UNROLL
    for (int i = 0; i < 8; ++i) {
      up[i] += up_bias[i];
      gate[i] += gate_bias[i];
    }
  }
  MOE_UNROLL
  for (int i = 0; i < 8; ++i) up[i] = activated(params.activation, up[i], gate[i]);
}

/** Biases and non-linearity between the two GEMMs, rounded to bf16 once. */
MOE_DEVICE void activate(const ActivateParams& params) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t size = params.intermediate_size;
  const int32_t pieces = size / 8;
  const int64_t total = static_cast<int64_t>(ptx::load_global(params.num_rows)) * pieces;
  for (int64_t piece = grid_thread(); piece < total; piece += grid_threads()) {
    const int64_t row = piece / pieces;
    const int64_t column = piece % pieces * 8;
    const int32_t slot = ptx::load_global(params.slot_of_row + row);
    float up[8];
    activated_piece(params, row, column, slot, up);
    const int64_t to = params.to_slots != 0 ? slot : row;
    store_bf16x8(params.output + to * size + column, pack_bf16x8(up));
  }
}

}  // namespace moe::sm90
