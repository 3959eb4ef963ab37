#include "reference/gemm.hpp"

#include "kernels/common/bf16.hpp"
#include "kernels/common/mxfp4.hpp"

namespace moe::reference {

float dot_row(const moe_host_weights& weights, int32_t num_rows, int32_t expert, int32_t row,
              std::span<const uint16_t> input) {
  const size_t k_size = input.size();
  const size_t line =
      static_cast<size_t>(expert) * static_cast<size_t>(num_rows) + static_cast<size_t>(row);
  const uint8_t* values = weights.values + line * (k_size / 2);
  const uint8_t* scales =
      static_cast<const uint8_t*>(weights.scales) + line * (k_size / kMxfp4Group);
  float sum = 0.0f;
  for (size_t k = 0; k < k_size; ++k) {
    const uint8_t byte = values[k / 2];
    const uint8_t code = k % 2 == 0 ? byte & 15 : byte >> 4;
    const float weight = kE2m1Values[code] * ue8m0_to_float(scales[k / kMxfp4Group]);
    sum += weight * bf16_to_float(input[k]);
  }
  return weights.bias == nullptr ? sum : sum + bf16_to_float(weights.bias[line]);
}

}  // namespace moe::reference
