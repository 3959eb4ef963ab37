#include "kernels/cpu/finalize.hpp"

#include "kernels/cpu/activation.hpp"

namespace moe::cpu {

void finalize_token(const float* rows, const float* weights, int32_t top_k, int64_t hidden,
                    uint16_t* out) {
  // Small enough to stay in the L1 cache between the passes over the k rows.
  constexpr int64_t kStretch = 512;
  for (int64_t begin = 0; begin < hidden; begin += kStretch) {
    const int64_t count = hidden - begin < kStretch ? hidden - begin : kStretch;
    float sums[kStretch];
    for (int64_t i = 0; i < count; ++i) {
      sums[i] = weights[0] * rows[begin + i];
    }
    for (int32_t choice = 1; choice < top_k; ++choice) {
      const float* const row = rows + choice * hidden + begin;
      for (int64_t i = 0; i < count; ++i) {
        sums[i] += weights[choice] * row[i];
      }
    }
    round_to_bf16(sums, count, out + begin);
  }
}

}  // namespace moe::cpu
