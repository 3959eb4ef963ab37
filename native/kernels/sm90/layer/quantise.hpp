#pragma once
/** The steps between the GEMMs of int4_fp8, which end in e4m3 times the input scales of the next.
 */
#include "kernels/sm90/layer/activate.hpp"
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/quantise_params.hpp"

namespace moe::sm90 {

/** Eight values from `column` of a row of `width`, times their input scales, to e4m3. */
MOE_DEVICE void store_quantised(const QuantiseParams& params, int64_t row, int64_t width,
                                int64_t column, float (&values)[8]) {
  if (params.input_scale != nullptr) {
    MOE_UNROLL
    for (int i = 0; i < 8; ++i) {
      values[i] *= ptx::load_global(params.input_scale + column + i);
    }
  }
  uint64_t packed = 0;
  MOE_UNROLL
  for (int i = 0; i < 4; ++i) {
    packed |= static_cast<uint64_t>(ptx::pack_e4m3x2(values[2 * i], values[2 * i + 1])) << (16 * i);
  }
  ptx::store_global(reinterpret_cast<uint64_t*>(params.rows + row * width + column), packed);
}

/** Gathers the input row of every slot into the order of the experts; `rows` of `permute` is not
 * written. */
MOE_DEVICE void permute_quantised(const PermuteParams& permute, const QuantiseParams& quantise) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t pieces = permute.width / 8;
  const int64_t total = static_cast<int64_t>(ptx::load_global(permute.num_rows)) * pieces;
  for (int64_t piece = grid_thread(); piece < total; piece += grid_threads()) {
    const int64_t row = piece / pieces;
    const int64_t column = piece % pieces * 8;
    const int64_t source = ptx::load_global(permute.slot_of_row + row) / permute.slots_per_row;
    float values[8];
    unpack_bf16x8(load_bf16x8(permute.input + source * permute.width + column), values);
    store_quantised(quantise, row, permute.width, column, values);
  }
}

/** Biases and non-linearity, rounded to bf16 as `activate` does, then to e4m3; rows stay in the
 * order of the experts, `output` of `activate` is not written. */
MOE_DEVICE void activate_quantised(const ActivateParams& activate, const QuantiseParams& quantise) {
  ptx::grid_launch_dependents();
  ptx::grid_dependency_wait();
  const int32_t pieces = activate.intermediate_size / 8;
  const int64_t total = static_cast<int64_t>(ptx::load_global(activate.num_rows)) * pieces;
  for (int64_t piece = grid_thread(); piece < total; piece += grid_threads()) {
    const int64_t row = piece / pieces;
    const int64_t column = piece % pieces * 8;
    float values[8];
    activated_piece(activate, row, column, ptx::load_global(activate.slot_of_row + row), values);
    unpack_bf16x8(pack_bf16x8(values), values);
    store_quantised(quantise, row, activate.intermediate_size, column, values);
  }
}

}  // namespace moe::sm90
