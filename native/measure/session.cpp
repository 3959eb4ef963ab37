#include "measure/session.hpp"

#include <utility>

#include "measure/activations.hpp"
#include "measure/shapes.hpp"

namespace moe::measure {

namespace {

constexpr size_t kCacheLine = 64;

size_t round_up(size_t bytes) { return (bytes + kCacheLine - 1) / kCacheLine * kCacheLine; }

/** Checked before anything is made from the sizes. */
const moe_problem& valid(const moe_problem& problem) {
  require_valid(problem);
  return problem;
}

}  // namespace

Session::Session(std::shared_ptr<const KernelLibrary> library, const moe_problem& problem,
                 const SessionOptions& options)
    : library_(std::move(library)),
      problem_(valid(problem)),
      options_(options),
      context_(*library_, options.num_threads),
      num_threads_(library_->api().context_threads(context_.get())),
      truth_(LayerTruth::shared(problem_, options.seed, num_threads_)),
      weights_(context_, problem_) {}

void Session::prepare(TacticPair tactics, int32_t stage, int32_t copies) {
  for (int32_t copy = 0; copy < copies; ++copy) {
    for (const int32_t gemm : {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2}) {
      if (stage == gemm || stage == MOE_STAGE_LAYER) {
        weights_.get(tactics.of(gemm), gemm, copy, truth_->weights(gemm));
      }
    }
  }
}

moe_launch Session::launch_of(TacticPair tactics, int32_t stage, int32_t num_tokens, int32_t copy) {
  const auto& api = library_->api();
  const auto shape = token_shape(problem_, stage);
  const auto tokens = static_cast<size_t>(num_tokens);
  size_t workspace = 0;
  library_->require(api.workspace_bytes(context_.get(), &problem_, stage, tactics.gemm1,
                                        tactics.gemm2, num_tokens, &workspace),
                    "sizing the workspace");
  workspace_.grow(context_, std::max<size_t>(workspace, kCacheLine));
  // One cache line of poison behind the output shows a tactic that writes past it.
  output_.grow(context_,
               tokens * static_cast<size_t>(shape.output) * sizeof(uint16_t) + kCacheLine);
  const auto weights_of = [&](int32_t gemm) -> const moe_weights* {
    return stage == gemm || stage == MOE_STAGE_LAYER
               ? weights_.get(tactics.of(gemm), gemm, copy, truth_->weights(gemm))
               : nullptr;
  };
  return {.struct_size = sizeof(moe_launch),
          .stage = stage,
          .num_tokens = num_tokens,
          .gemm1_tactic = tactics.gemm1,
          .gemm2_tactic = tactics.gemm2,
          .gemm1_weights = weights_of(MOE_STAGE_GEMM1),
          .gemm2_weights = weights_of(MOE_STAGE_GEMM2),
          .router_logits = nullptr,
          .expert_ids = nullptr,
          .expert_weights = nullptr,
          .input = nullptr,
          .output = output_.as<uint16_t>(),
          .workspace = workspace_.as<void>(),
          .workspace_bytes = workspace_.size()};
}

moe_launch Session::timed_launch(TacticPair tactics, int32_t stage, int32_t num_tokens,
                                 int32_t copy) {
  auto launch = launch_of(tactics, stage, num_tokens, copy);
  write_timed_input(stage, num_tokens);
  launch.input = timed_inputs_.at(token_shape(problem_, stage).input).as<uint16_t>();
  return launch;
}

void Session::write_timed_input(int32_t stage, int32_t num_tokens) {
  const int64_t width = token_shape(problem_, stage).input;
  const auto values = static_cast<size_t>(num_tokens) * static_cast<size_t>(width);
  auto& buffer = timed_inputs_[width];
  if (buffer.size() >= values * sizeof(uint16_t)) {
    return;  // A smaller batch is the beginning of a larger one.
  }
  buffer.grow(context_, values * sizeof(uint16_t));
  std::vector<uint16_t> input(values);
  fill_tokens(options_.seed, Purpose::kTimedInput, width, num_threads_, input);
  buffer.write(0, input.data(), values * sizeof(uint16_t));
}

size_t Session::routing_bytes(int32_t stage, int32_t num_tokens) const {
  const auto tokens = static_cast<size_t>(num_tokens);
  if (stage == MOE_STAGE_LAYER) {
    return round_up(tokens * static_cast<size_t>(problem_.num_experts) * sizeof(float));
  }
  const size_t slots = tokens * static_cast<size_t>(problem_.top_k);
  return round_up(slots * sizeof(int32_t)) + round_up(slots * sizeof(float));
}

void Session::set_routing(moe_launch& launch, const DeviceBuffer& buffer, size_t offset,
                          const RoutingSample& sample) const {
  require_valid(problem_, launch.num_tokens, sample);
  if (launch.stage == MOE_STAGE_LAYER) {
    const auto logits = router_logits(problem_, sample, options_.seed);
    buffer.write(offset, logits.data(), logits.size() * sizeof(float));
    launch.router_logits = buffer.as<float>(offset);
    return;
  }
  const size_t id_bytes = sample.expert_ids.size() * sizeof(int32_t);
  const size_t weights_offset = offset + round_up(id_bytes);
  buffer.write(offset, sample.expert_ids.data(), id_bytes);
  buffer.write(weights_offset, sample.expert_weights.data(),
               sample.expert_weights.size() * sizeof(float));
  launch.expert_ids = buffer.as<int32_t>(offset);
  launch.expert_weights = buffer.as<float>(weights_offset);
}

}  // namespace moe::measure
