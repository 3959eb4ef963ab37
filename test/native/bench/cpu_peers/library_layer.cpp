#include "bench/cpu_peers/library_layer.hpp"

#include <limits>

#include "kernels/common/bf16.hpp"

namespace moe::peers {

namespace {

using measure::DeviceBuffer;
using measure::Failure;
using measure::FailureKind;

int32_t choose_tactic(const measure::KernelLibrary& library, const moe_problem& problem,
                      const std::string& wanted) {
  int32_t found = -1;
  char reason[512];
  for (int32_t index = 0; index < library.api().tactic_count(); ++index) {
    const moe_tactic tactic = library.tactic(index);
    const bool meant = wanted.empty() ? tactic.is_default != 0
                                      : std::string(tactic.id).find(wanted) != std::string::npos;
    if (meant &&
        library.api().supports(index, &problem, MOE_STAGE_LAYER, reason, sizeof reason) == MOE_OK) {
      found = index;
    }
  }
  if (found < 0) {
    throw Failure(FailureKind::kUnsupported,
                  library.path() + " has no tactic \"" + wanted + "\" that runs here");
  }
  return found;
}

}  // namespace

LibraryLayer::LibraryLayer(const std::string& path, const std::string& wanted,
                           const HostLayer& host, int32_t copies, int32_t num_threads)
    : library_(std::make_unique<const measure::KernelLibrary>(path)),
      context_(*library_, num_threads),
      problem_(host.problem),
      tactic_(choose_tactic(*library_, problem_, wanted)),
      weights_(context_, problem_) {
  for (int32_t copy = 0; copy < copies; ++copy) {
    const moe_weights* const gemm1 = weights_.get(tactic_, MOE_STAGE_GEMM1, copy, host.gemm1);
    const moe_weights* const gemm2 = weights_.get(tactic_, MOE_STAGE_GEMM2, copy, host.gemm2);
    copies_.emplace_back(gemm1, gemm2);
  }
}

std::string LibraryLayer::description() const {
  return library_->path() + ", " + library_->tactic(tactic_).id;
}

void LibraryLayer::prepare(int32_t num_tokens) {
  const auto tokens = static_cast<size_t>(num_tokens);
  const size_t slots = tokens * static_cast<size_t>(problem_.top_k);
  const size_t rows = tokens * static_cast<size_t>(problem_.hidden_size) * sizeof(uint16_t);
  size_t workspace_bytes = 0;
  library_->require(library_->api().workspace_bytes(context_.get(), &problem_, MOE_STAGE_LAYER,
                                                    tactic_, tactic_, num_tokens, &workspace_bytes),
                    "sizing the workspace");
  input_ = DeviceBuffer(context_, rows);
  output_ = DeviceBuffer(context_, rows);
  ids_ = DeviceBuffer(context_, slots * sizeof(int32_t));
  expert_weights_ = DeviceBuffer(context_, slots * sizeof(float));
  workspace_ = DeviceBuffer(context_, workspace_bytes);
}

void LibraryLayer::load(const Batch& batch, int32_t copy) {
  input_.write(0, batch.input.data(), batch.input.size() * sizeof(uint16_t));
  ids_.write(0, batch.expert_ids.data(), batch.expert_ids.size() * sizeof(int32_t));
  expert_weights_.write(0, batch.expert_weights.data(),
                        batch.expert_weights.size() * sizeof(float));
  const auto [gemm1, gemm2] = copies_[static_cast<size_t>(copy)];
  launch_ = {sizeof(moe_launch),
             MOE_STAGE_LAYER,
             batch.num_tokens,
             tactic_,
             tactic_,
             gemm1,
             gemm2,
             nullptr,
             ids_.as<int32_t>(),
             expert_weights_.as<float>(),
             input_.as<uint16_t>(),
             output_.as<uint16_t>(),
             workspace_.as<void>(),
             workspace_.size()};
}

void LibraryLayer::run() {
  const moe_library& api = library_->api();
  library_->require(api.launch(context_.get(), &problem_, &launch_), "launching the layer");
  library_->require(api.synchronize(context_.get()), "waiting for the layer");
}

std::vector<float> LibraryLayer::output() const {
  std::vector<uint16_t> bits(static_cast<size_t>(launch_.num_tokens) *
                             static_cast<size_t>(problem_.hidden_size));
  output_.read(bits.data(), bits.size() * sizeof(uint16_t));
  std::vector<float> values;
  for (const uint16_t value : bits) {
    values.push_back(bf16_to_float(value));
  }
  return values;
}

}  // namespace moe::peers
