#pragma once
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "measure/expected_output.hpp"
#include "measure/host_weights.hpp"

namespace moe::measure {

/** A stage on one batch, for the oracle. */
struct OracleQuestion {
  int32_t stage;
  int32_t num_tokens;
  const RoutingSample& sample;
  uint64_t seed;      /**< of the inputs */
  int32_t max_tokens; /**< answered for at most so many */
};

/**
 * Seeded weights of a layer as a checkpoint has them, and what the oracle says of them: the same
 * for every kernel library. Made when first asked for. Belongs to one thread.
 */
class LayerTruth {
 public:
  LayerTruth(const moe_problem& problem, uint64_t seed, int32_t num_threads);

  /**
   * The one truth of this problem and seed that the thread's sessions share: two branches and their
   * control would otherwise make and hold the same weights three times. Gone with its last holder.
   */
  static std::shared_ptr<LayerTruth> shared(const moe_problem& problem, uint64_t seed,
                                            int32_t num_threads);

  const HostWeights& weights(int32_t gemm);
  /** Remembered; valid as long as this object. */
  const ExpectedOutput& expected(const OracleQuestion& question);
  /** For these tokens, not remembered. */
  ExpectedOutput ask_oracle(const OracleQuestion& question, std::vector<int32_t> tokens);

 private:
  // stage, T, routing, seed, most tokens
  using Key = std::tuple<int32_t, int32_t, uint64_t, uint64_t, int32_t>;

  moe_problem problem_;
  uint64_t seed_;
  int32_t num_threads_;
  std::map<int32_t, HostWeights> weights_;  // by gemm
  std::map<Key, ExpectedOutput> expected_;
};

}  // namespace moe::measure
