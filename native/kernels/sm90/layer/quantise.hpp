#pragma once
/** The steps before the GEMMs of int4_fp8, which end in what the next one multiplies: e4m3 of
 * values times its input scales. */
#include "kernels/sm90/layer/activate.hpp"
#include "kernels/sm90/layer/bf16_vectors.hpp"
#include "kernels/sm90/layer/grid.hpp"
#include "kernels/sm90/layer/quantise_params.hpp"

namespace moe::sm90 {

MOE_DEVICE float rounded_to_bf16(float value) {
  return ptx::as_float(ptx::pack_bf16x2(value, 0) << 16);
}

MOE_DEVICE float input_scale(const QuantiseParams& params, int64_t column) {
  return params.input_scale == nullptr ? 1.0f : ptx::load_global(params.input_scale + column);
}

/** One value at `column` of the row that begins `row_begin` values after the first. */
MOE_DEVICE void store_quantised(const QuantiseParams& params, int64_t row_begin, int64_t column,
                                float value) {
  const uint32_t code = ptx::pack_e4m3x2(value * input_scale(params, column), 0);
  if (params.as_f16 != 0) {
    ptx::store_global(reinterpret_cast<uint16_t*>(params.rows) + row_begin + column,
                      static_cast<uint16_t>(ptx::e4m3x2_to_f16x2(code)));
  } else {
    ptx::store_global(params.rows + row_begin + column, static_cast<uint8_t>(code));
  }
}

/** Eight values from there on. */
MOE_DEVICE void store_quantised(const QuantiseParams& params, int64_t row_begin, int64_t column,
                                const float (&values)[8]) {
  uint32_t pairs[4];
  MOE_UNROLL
  for (int i = 0; i < 4; ++i) {
    pairs[i] = ptx::pack_e4m3x2(values[2 * i] * input_scale(params, column + 2 * i),
                                values[2 * i + 1] * input_scale(params, column + 2 * i + 1));
  }
  if (params.as_f16 != 0) {
    ptx::Vector4 halves;
    MOE_UNROLL
    for (int i = 0; i < 4; ++i) halves.word[i] = ptx::e4m3x2_to_f16x2(pairs[i]);
    store_bf16x8(reinterpret_cast<uint16_t*>(params.rows) + row_begin + column, halves);
  } else {
    const uint64_t low = pairs[0] | pairs[1] << 16, high = pairs[2] | pairs[3] << 16;
    ptx::store_global(reinterpret_cast<uint64_t*>(params.rows + row_begin + column),
                      low | high << 32);
  }
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
    store_quantised(quantise, row * permute.width, column, values);
  }
}

/** Rows where they lie, for GEMMs that gather their tokens themselves: by the thread that is number
 * `first` of `threads`. */
MOE_DEVICE void quantise_rows(const QuantiseRowsParams& params, int64_t first, int64_t threads) {
  const int32_t pieces = params.width / 8;
  const int64_t total = int64_t{params.num_rows} * pieces;
  for (int64_t piece = first; piece < total; piece += threads) {
    float values[8];
    unpack_bf16x8(load_bf16x8(params.input + piece * 8), values);
    store_quantised(params.to, piece / pieces * params.width, piece % pieces * 8, values);
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
    store_quantised(quantise, row * activate.intermediate_size, column, values);
  }
}

}  // namespace moe::sm90
