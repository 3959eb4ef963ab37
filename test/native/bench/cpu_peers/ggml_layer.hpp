#pragma once
#include <map>
#include <memory>
#include <vector>

#include "bench/cpu_peers/ggml_runtime.hpp"
#include "bench/cpu_peers/layer_runner.hpp"

namespace moe::peers {

/**
 * The layer as llama.cpp builds it from ggml's operations: mul_mat_id for gate and up, SwiGLU,
 * mul_mat_id for down, a weighted sum over a token's experts. Weights are MXFP4 in the buffer type
 * CPU_REPACK; ggml quantises activations to 8 bits.
 */
class GgmlLayer : public LayerRunner {
 public:
  /** Throws Failure. */
  GgmlLayer(std::shared_ptr<const GgmlRuntime> runtime, const HostLayer& host, int32_t copies);
  ~GgmlLayer() override;

  std::string description() const override;
  void prepare(int32_t num_tokens) override;
  void load(const Batch& batch, int32_t copy) override;
  void run() override;
  void rest() override { runtime_->pause(); }
  std::vector<float> output() const override;

 private:
  struct Weights {
    GgmlTensor* gate;  // [E, I, H] in the order of C
    GgmlTensor* up;    // [E, I, H]
    GgmlTensor* down;  // [E, H, I]
  };
  /** A computation for one batch size on one copy of the weights. */
  struct Graph {
    GgmlContext* context = nullptr;
    GgmlAllocator* allocator = nullptr;
    GgmlGraph* graph = nullptr;
    GgmlTensor* input = nullptr;    // fp32 [T, 1, H]
    GgmlTensor* ids = nullptr;      // int32 [T, k]
    GgmlTensor* weights = nullptr;  // fp32 [T, k, 1]
    GgmlTensor* output = nullptr;   // fp32 [T, H]
  };

  Graph build(const Weights& weights, int32_t num_tokens) const;
  void release_graphs();

  std::shared_ptr<const GgmlRuntime> runtime_;
  moe_problem problem_;
  GgmlContext* weight_context_ = nullptr;
  GgmlBuffer* weight_buffer_ = nullptr;
  std::vector<Weights> copies_;
  std::vector<Graph> graphs_;  // one for each copy
  int32_t num_tokens_ = 0;
  Graph* loaded_ = nullptr;
};

}  // namespace moe::peers
