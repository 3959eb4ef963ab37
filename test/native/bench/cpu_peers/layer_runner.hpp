#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "api/moe_kernels.h"
#include "measure/host_weights.hpp"

namespace moe::peers {

/** One batch: activations and routing; each token's experts are distinct. */
struct Batch {
  int32_t num_tokens;                 // T
  std::vector<uint16_t> input;        // bf16 [T, H]
  std::vector<int32_t> expert_ids;    // [T, k]
  std::vector<float> expert_weights;  // [T, k]
};

/** The weights that every runner gets, as a checkpoint has them. */
struct HostLayer {
  const moe_problem& problem;
  const measure::HostWeights& gemm1;
  const measure::HostWeights& gemm2;
};

/** Somebody's way to compute the layer, with several copies of the weights so that they are cold.
 */
class LayerRunner {
 public:
  virtual ~LayerRunner() = default;
  virtual std::string description() const = 0;
  /** Makes everything ready for batches of this size; untimed. */
  virtual void prepare(int32_t num_tokens) = 0;
  /** Takes activations and routing over; untimed. */
  virtual void load(const Batch& batch, int32_t copy) = 0;
  /** Computes what was loaded last; this is what is timed. */
  virtual void run() = 0;
  /** Leaves the processors to others until the next load. */
  virtual void rest() = 0;
  /** fp32 [T, H] of the last run. */
  virtual std::vector<float> output() const = 0;
};

}  // namespace moe::peers
