#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "measure/comparison.hpp"
#include "measure/layer_truth.hpp"
#include "measure/library_handles.hpp"
#include "measure/prepared_weights.hpp"
#include "measure/router_logits.hpp"

namespace moe::measure {

struct SessionOptions {
  int32_t num_threads; /**< 0: every hardware thread */
  uint64_t seed;       /**< of weights and timed inputs; the same in every replicate */
};

/** Which tactic runs each GEMM; a stage reads its own. */
struct TacticPair {
  int32_t gemm1;
  int32_t gemm2;

  /** Implicit: most cells run one tactic. */
  TacticPair(int32_t both) : gemm1(both), gemm2(both) {}
  TacticPair(int32_t first, int32_t second) : gemm1(first), gemm2(second) {}

  int32_t of(int32_t gemm) const { return gemm == MOE_STAGE_GEMM1 ? gemm1 : gemm2; }
};

/** A tactic, or a pair, on one batch, against the oracle. */
struct CheckRequest {
  TacticPair tactics;
  int32_t stage;
  int32_t num_tokens;
  RoutingSample sample;
  uint64_t seed;          /**< of the inputs: fresh in every replicate */
  int32_t max_tokens = 4; /**< compared with the oracle */
};

/**
 * One problem on one kernel library: a context, the packed weights, and everything that cells
 * share; the layer's truth is shared with the thread's other sessions. Belongs to one thread, as
 * the library's context does. Every function throws Failure.
 */
class Session {
 public:
  Session(std::shared_ptr<const KernelLibrary> library, const moe_problem& problem,
          const SessionOptions& options);

  int32_t num_threads() const { return num_threads_; }
  const KernelLibrary& library() const { return *library_; }
  const moe_problem& problem() const { return problem_; }
  const ContextHandle& context() const { return context_; }

  /** Makes what the stage's launches on `copies` copies of the weights read. */
  void prepare(TacticPair tactics, int32_t stage, int32_t copies);

  /** Runs the tactic once, on poisoned output, and compares; see comparison.hpp. */
  CheckResult check(const CheckRequest& request);

  /** A launch of the stage but for routing; buffers are shared by all cells and grow as needed. */
  moe_launch timed_launch(TacticPair tactics, int32_t stage, int32_t num_tokens, int32_t copy);

  /** Points `launch` at this routing, written to `buffer` at `offset`: logits for LAYER, else ids.
   */
  void set_routing(moe_launch& launch, const DeviceBuffer& buffer, size_t offset,
                   const RoutingSample& sample) const;
  /** Bytes that set_routing writes, rounded up to a cache line. */
  size_t routing_bytes(int32_t stage, int32_t num_tokens) const;

 private:
  moe_launch launch_of(TacticPair tactics, int32_t stage, int32_t num_tokens, int32_t copy);
  void write_timed_input(int32_t stage, int32_t num_tokens);
  /** The first NaN of an output, with what the oracle expects there. */
  std::optional<BadValue> find_unwritten(const CheckRequest& request,
                                         std::span<const uint16_t> output, size_t width);

  std::shared_ptr<const KernelLibrary> library_;
  moe_problem problem_;
  SessionOptions options_;
  ContextHandle context_;
  int32_t num_threads_;
  std::shared_ptr<LayerTruth> truth_;
  PreparedWeights weights_;
  DeviceBuffer output_;
  DeviceBuffer workspace_;
  DeviceBuffer check_input_;
  std::map<int64_t, DeviceBuffer> timed_inputs_;  // by values per token
};

}  // namespace moe::measure
