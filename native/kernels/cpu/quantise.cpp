#include "kernels/cpu/quantise.hpp"

#include "kernels/common/int4.hpp"

namespace moe::cpu {

void quantise_rows(ThreadPool& pool, const moe_weights& weights, const QuantisedRows& rows) {
  const int64_t k = shape_of(weights.problem, weights.gemm).k;
  const float* const scale = weights.input_scale.empty() ? nullptr : weights.input_scale.data();
  pool.run(rows.count, [&](int64_t begin, int64_t end, int32_t) {
    for (int64_t row = begin; row < end; ++row) {
      const uint16_t* const input = rows.input + row * k;
      uint16_t* const output = rows.output + row * k;
      for (int64_t i = 0; i < k; ++i) {
        output[i] = quantised(input[i], scale == nullptr ? 1.0f : scale[i]);
      }
    }
  });
}

}  // namespace moe::cpu
