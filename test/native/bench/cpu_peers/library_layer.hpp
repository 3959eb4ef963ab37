#pragma once
#include <memory>
#include <vector>

#include "bench/cpu_peers/layer_runner.hpp"
#include "bench/cpu_peers/other_threads.hpp"
#include "measure/library_handles.hpp"
#include "measure/prepared_weights.hpp"

namespace moe::peers {

/** The layer through the kernel library ABI: ours, or a peer's that speaks it. */
class LibraryLayer : public LayerRunner {
 public:
  /**
   * @param wanted  part of the id of the tactic to use; "": the library's last default that runs
   * here, which for ours is the fastest family. Throws Failure.
   */
  LibraryLayer(const std::string& path, const std::string& wanted, const HostLayer& host,
               int32_t copies, int32_t num_threads);

  std::string description() const override;
  void prepare(int32_t num_tokens) override;
  void load(const Batch& batch, int32_t copy) override;
  void run() override;
  void rest() override { wait_for_other_threads(std::chrono::milliseconds(100)); }
  std::vector<float> output() const override;

 private:
  std::unique_ptr<const measure::KernelLibrary> library_;
  measure::ContextHandle context_;
  moe_problem problem_;
  int32_t tactic_;
  measure::PreparedWeights weights_;
  std::vector<std::pair<const moe_weights*, const moe_weights*>> copies_;  // gemm1, gemm2
  measure::DeviceBuffer input_, ids_, expert_weights_, output_, workspace_;
  moe_launch launch_{};
};

}  // namespace moe::peers
