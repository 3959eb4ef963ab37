#include "reference/gemm.hpp"

#include "kernels/common/bf16.hpp"
#include "kernels/common/int4.hpp"
#include "kernels/common/mxfp4.hpp"

namespace moe::reference {

namespace {

int code_at(const uint8_t* values, size_t k) {
  return k % 2 == 0 ? values[k / 2] & 15 : values[k / 2] >> 4;
}

/** @param values [K/2]  @param scales ue8m0 [K/32] */
float mxfp4_sum(const uint8_t* values, const uint8_t* scales, std::span<const uint16_t> operand) {
  float sum = 0.0f;
  for (size_t k = 0; k < operand.size(); ++k) {
    const float weight = kE2m1Values[static_cast<size_t>(code_at(values, k))] *
                         ue8m0_to_float(scales[k / kMxfp4Group]);
    sum += weight * bf16_to_float(operand[k]);
  }
  return sum;
}

/** @param values [K/2]  @param scales bf16 [K/128] */
float int4_sum(const uint8_t* values, const uint16_t* scales, std::span<const uint16_t> operand) {
  float sum = 0.0f;
  for (size_t group = 0; group < operand.size() / kInt4Group; ++group) {
    float products = 0.0f;
    for (size_t k = group * kInt4Group; k < (group + 1) * kInt4Group; ++k) {
      products += static_cast<float>(int4_value(code_at(values, k))) * bf16_to_float(operand[k]);
    }
    sum += products * bf16_to_float(scales[group]);
  }
  return sum;
}

}  // namespace

std::vector<uint16_t> operand_of(int32_t scheme, const moe_host_weights& weights,
                                 std::span<const uint16_t> input) {
  std::vector<uint16_t> operand(input.begin(), input.end());
  if (scheme == MOE_SCHEME_INT4_FP8) {
    const float* const scale = int4_factors(weights).input_scale;
    for (size_t k = 0; k < operand.size(); ++k) {
      operand[k] = quantised(input[k], scale == nullptr ? 1.0f : scale[k]);
    }
  }
  return operand;
}

float dot_row(int32_t scheme, const moe_host_weights& weights, int32_t num_rows, int32_t expert,
              int32_t row, std::span<const uint16_t> operand) {
  const size_t k_size = operand.size();
  const size_t line =
      static_cast<size_t>(expert) * static_cast<size_t>(num_rows) + static_cast<size_t>(row);
  const uint8_t* const values = weights.values + line * (k_size / 2);
  float sum = 0.0f;
  if (scheme == MOE_SCHEME_INT4_FP8) {
    const float* const alpha = int4_factors(weights).alpha;
    const auto* const scales = static_cast<const uint16_t*>(weights.scales);
    sum = int4_sum(values, scales + line * (k_size / kInt4Group), operand) *
          (alpha == nullptr ? 1.0f : alpha[expert]);
  } else {
    const auto* const scales = static_cast<const uint8_t*>(weights.scales);
    sum = mxfp4_sum(values, scales + line * (k_size / kMxfp4Group), operand);
  }
  return weights.bias == nullptr ? sum : sum + bf16_to_float(weights.bias[line]);
}

}  // namespace moe::reference
