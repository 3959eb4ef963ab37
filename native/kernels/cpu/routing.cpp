#include "kernels/cpu/routing.hpp"

#include <cmath>

namespace moe::cpu {

void route_token(const float* logits, int32_t num_experts, int32_t top_k, int32_t* ids,
                 float* weights) {
  // Insertion into a sorted list of k: k is at most a dozen. `weights` holds logits meanwhile.
  int32_t filled = 0;
  for (int32_t expert = 0; expert < num_experts; ++expert) {
    const float logit = logits[expert];
    if (filled == top_k && !(logit > weights[top_k - 1])) {
      continue;
    }
    int32_t place = filled < top_k ? filled++ : top_k - 1;
    for (; place > 0 && logit > weights[place - 1]; --place) {
      weights[place] = weights[place - 1];
      ids[place] = ids[place - 1];
    }
    weights[place] = logit;
    ids[place] = expert;
  }
  // The softmax's denominator cancels in the renormalisation.
  const float largest = weights[0];
  float sum = 0.0f;
  for (int32_t choice = 0; choice < top_k; ++choice) {
    weights[choice] = std::exp(weights[choice] - largest);
    sum += weights[choice];
  }
  for (int32_t choice = 0; choice < top_k; ++choice) {
    weights[choice] /= sum;
  }
}

}  // namespace moe::cpu
