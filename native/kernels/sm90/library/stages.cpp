#include "kernels/sm90/library/stages.hpp"

#include <string>

#include "kernels/common/error.hpp"
#include "kernels/sm90/library/cuda_check.hpp"
#include "kernels/sm90/library/device.hpp"
#include "kernels/sm90/library/layer_kernels.hpp"
#include "kernels/sm90/library/tactics.hpp"
#include "kernels/sm90/library/tensor_maps.hpp"
#include "kernels/sm90/library/workspace.hpp"

namespace moe::sm90 {

namespace {

/** One launch of a stage: everything that its steps share. */
class Stage {
 public:
  Stage(moe_context& context, const moe_problem& problem, const moe_launch& launch)
      : context_(context),
        problem_(problem),
        launch_(launch),
        slots_(int64_t{launch.num_tokens} * problem.top_k),
        workspace_(workspace_of(problem, launch)) {}

  void run() {
    choose_experts();
    if (launch_.stage == MOE_STAGE_GEMM2) {
      group_by_expert(launch_.input, problem_.intermediate_size, 1);
    } else {
      group_by_expert(launch_.input, problem_.hidden_size, problem_.top_k);
      multiply(Gemm::kFirst);
      activate();
    }
    if (launch_.stage != MOE_STAGE_GEMM1) {
      multiply(Gemm::kSecond);
      finalize();
    }
  }

 private:
  static Workspace workspace_of(const moe_problem& problem, const moe_launch& launch) {
    size_t bytes = 0;
    const Workspace workspace = Workspace::layout(problem, launch.num_tokens, num_multiprocessors(),
                                                  launch.workspace, bytes);
    require(launch.workspace != nullptr && launch.workspace_bytes >= bytes,
            "the workspace is missing or too small");
    return workspace;
  }

  cudaStream_t stream() const { return context_.stream.get(); }
  const int32_t* num_rows() const { return workspace_.first_row + problem_.num_experts; }

  void choose_experts() {
    expert_ids_ = launch_.expert_ids;
    expert_weights_ = launch_.expert_weights;
    if (launch_.stage == MOE_STAGE_LAYER && launch_.router_logits != nullptr) {
      launch_route({launch_.router_logits, workspace_.expert_ids, workspace_.expert_weights,
                    launch_.num_tokens, problem_.num_experts, problem_.top_k},
                   stream());
      expert_ids_ = workspace_.expert_ids;
      expert_weights_ = workspace_.expert_weights;
    }
    require(expert_ids_ != nullptr, "the experts of the tokens are missing");
    require(launch_.stage == MOE_STAGE_GEMM1 || expert_weights_ != nullptr,
            "the weights of the experts are missing");
  }

  void group_by_expert(const uint16_t* input, int32_t width, int32_t slots_per_row) {
    launch_expert_map({expert_ids_, workspace_.counts, workspace_.first_row, workspace_.slot_of_row,
                       workspace_.row_of_slot, static_cast<int32_t>(slots_), problem_.num_experts},
                      stream());
    launch_permute(
        {input, workspace_.rows, workspace_.slot_of_row, num_rows(), slots_per_row, width}, slots_,
        stream());
  }

  void multiply(Gemm gemm) {
    const bool first = gemm == Gemm::kFirst;
    const CompiledKernel& kernel =
        *tactic_at(first ? launch_.gemm1_tactic : launch_.gemm2_tactic).kernel;
    const moe_weights* const weights = first ? launch_.gemm1_weights : launch_.gemm2_weights;
    require_matching(weights, kernel.structure.family, problem_, gemm, context_.device);
    const GemmShape shape = shape_of(problem_, gemm);
    GemmParams params{{},
                      weights->values.data(),
                      weights->scales.data(),
                      workspace_.rows,
                      workspace_.products,
                      workspace_.first_row,
                      workspace_.block_maps,
                      problem_.num_experts,
                      static_cast<int32_t>(shape.rows),
                      static_cast<int32_t>(shape.k),
                      static_cast<int32_t>(slots_),
                      weights->sum_scale};
    encode_maps(params, kernel.entry->box);
    const int32_t blocks = context_.blocks_of(*kernel.entry);
    check(static_cast<cudaError_t>(kernel.entry->launch(params, blocks, stream())),
          first ? "launching gemm1" : "launching gemm2");
  }

  void activate() {
    const bool to_slots = launch_.stage == MOE_STAGE_GEMM1;
    launch_activate(
        {workspace_.products,
         launch_.gemm1_weights->bias_rows(),
         to_slots ? launch_.output : workspace_.rows,
         workspace_.slot_of_row,
         expert_ids_,
         num_rows(),
         problem_.intermediate_size,
         to_slots ? 1 : 0,
         {problem_.activation, problem_.swiglu_alpha, problem_.swiglu_beta, problem_.swiglu_limit}},
        slots_, stream());
  }

  void finalize() {
    launch_finalize({workspace_.products, launch_.gemm2_weights->bias_rows(),
                     workspace_.row_of_slot, expert_ids_, expert_weights_, launch_.output,
                     launch_.num_tokens, problem_.top_k, problem_.hidden_size},
                    stream());
  }

  moe_context& context_;
  const moe_problem& problem_;
  const moe_launch& launch_;
  int64_t slots_;
  Workspace workspace_;
  const int32_t* expert_ids_ = nullptr;
  const float* expert_weights_ = nullptr;
};

}  // namespace

size_t workspace_bytes(const moe_problem& problem, int64_t max_tokens) {
  size_t bytes = 0;
  Workspace::layout(problem, max_tokens, num_multiprocessors(), nullptr, bytes);
  return bytes;
}

void run_stage(moe_context& context, const moe_problem& problem, const moe_launch& launch) {
  context.use();
  context.require_own(launch.input, "the input");
  context.require_own(launch.output, "the output");
  context.require_own(launch.workspace, "the workspace");
  Stage(context, problem, launch).run();
}

}  // namespace moe::sm90
