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
    require_weights();
    choose_experts();
    gather();
    if (launch_.stage != MOE_STAGE_GEMM2) {
      multiply(Gemm::kFirst);
      if (!is_fused(Gemm::kFirst)) activate();
    }
    if (launch_.stage != MOE_STAGE_GEMM1) {
      multiply(Gemm::kSecond);
      finalize();
    }
  }

 private:
  void require_weights() const {
    for (const Gemm gemm : {Gemm::kFirst, Gemm::kSecond}) {
      if (launch_.stage == (gemm == Gemm::kFirst ? MOE_STAGE_GEMM2 : MOE_STAGE_GEMM1)) continue;
      require_matching(weights_of(gemm), layout_of(kernel_of(gemm).structure), problem_, gemm,
                       context_.device);
    }
  }

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

  /** Tokens, offsets and maps of the slots, sorted by expert. */
  void choose_experts() {
    const bool routes = launch_.stage == MOE_STAGE_LAYER && launch_.router_logits != nullptr;
    expert_ids_ = routes ? workspace_.expert_ids : launch_.expert_ids;
    expert_weights_ = routes ? workspace_.expert_weights : launch_.expert_weights;
    require(expert_ids_ != nullptr, "the experts of the tokens are missing");
    require(launch_.stage == MOE_STAGE_GEMM1 || expert_weights_ != nullptr,
            "the weights of the experts are missing");
    const auto slots = static_cast<int32_t>(slots_);
    RouteParams route{routes ? launch_.router_logits : nullptr,
                      workspace_.expert_ids,
                      workspace_.expert_weights,
                      launch_.num_tokens,
                      problem_.num_experts,
                      problem_.top_k};
    const ExpertMapParams map{expert_ids_,
                              workspace_.counts,
                              workspace_.first_row,
                              workspace_.slot_of_row,
                              workspace_.row_of_slot,
                              slots,
                              problem_.num_experts};
    if (routes && !fits_arrange(launch_.num_tokens, slots, true)) {
      launch_route(route, stream());
      route.logits = nullptr;
    }
    arrange(route, map);
  }

  /** The map, and beside it the input of a GEMM that fetches its tokens itself as e4m3. */
  void arrange(const RouteParams& route, const ExpertMapParams& map) {
    const bool fits = fits_arrange(launch_.num_tokens, map.num_slots, route.logits != nullptr);
    const bool quantises = is_int4() && is_fused(first_gemm());
    const QuantiseRowsParams rows{
        launch_.input, first_gemm() == Gemm::kFirst ? launch_.num_tokens : map.num_slots,
        input_width(), quantises ? quantised_for(first_gemm()) : QuantiseParams{}};
    if (!fits) {
      if (quantises) launch_quantise(rows, stream());
      launch_expert_map(map, stream());
    } else if (quantises) {
      launch_arrange_quantised(route, map, rows, stream());
    } else {
      launch_arrange(route, map, stream());
    }
  }

  /** The first GEMM of the stage, which multiplies the launch's input. */
  Gemm first_gemm() const {
    return launch_.stage == MOE_STAGE_GEMM2 ? Gemm::kSecond : Gemm::kFirst;
  }
  int32_t input_width() const {
    return first_gemm() == Gemm::kFirst ? problem_.hidden_size : problem_.intermediate_size;
  }

  const CompiledKernel& kernel_of(Gemm gemm) const {
    return *tactic_at(gemm == Gemm::kFirst ? launch_.gemm1_tactic : launch_.gemm2_tactic).kernel;
  }
  const moe_weights* weights_of(Gemm gemm) const {
    return gemm == Gemm::kFirst ? launch_.gemm1_weights : launch_.gemm2_weights;
  }
  bool is_int4() const { return problem_.scheme == MOE_SCHEME_INT4_FP8; }
  /** A GEMM's input as it multiplies it. `fused` reads that of gemm1 while it writes gemm2's, so it
   * lies where gemm2's products will be. */
  uint16_t* quantised_rows(Gemm gemm) const {
    return is_fused(gemm) && gemm == Gemm::kFirst ? workspace_.products : workspace_.rows;
  }
  QuantiseParams quantised_for(Gemm gemm) const {
    return {weights_of(gemm)->input_scales(), reinterpret_cast<uint8_t*>(quantised_rows(gemm)),
            is_fused(gemm) ? 1 : 0};
  }
  bool is_fused(Gemm gemm) const { return kernel_of(gemm).structure.family == Family::kFused; }

  /** Brings the input into the order of the experts, unless the GEMM fetches its tokens itself. */
  void gather() {
    const Gemm gemm = first_gemm();
    const int32_t slots_per_row = gemm == Gemm::kFirst ? problem_.top_k : 1;
    rows_ = workspace_.rows;
    if (is_fused(gemm)) {
      rows_ = is_int4() ? quantised_rows(gemm) : launch_.input;
      slots_per_row_ = slots_per_row;
      return;
    }
    const PermuteParams permute{launch_.input, workspace_.rows, workspace_.slot_of_row,
                                num_rows(),    slots_per_row,   input_width()};
    if (is_int4()) {
      launch_permute_quantised(permute, quantised_for(gemm), slots_, stream());
    } else {
      launch_permute(permute, slots_, stream());
    }
  }

  /** The grouped product of `rows_`. */
  void multiply(Gemm gemm) {
    const bool first = gemm == Gemm::kFirst;
    const CompiledKernel& kernel = kernel_of(gemm);
    const moe_weights* const weights = weights_of(gemm);
    const GemmShape shape = shape_of(problem_, gemm);
    GemmParams params{{},
                      weights->values.data(),
                      weights->scales.data(),
                      rows_,
                      workspace_.products,
                      workspace_.first_row,
                      workspace_.block_maps,
                      problem_.num_experts,
                      static_cast<int32_t>(shape.rows),
                      static_cast<int32_t>(shape.k),
                      static_cast<int32_t>(slots_),
                      weights->sum_scale,
                      {},
                      weights->alphas()};
    if (is_fused(gemm)) fuse(gemm, *weights, params);
    encode_maps(params, kernel.entry->box);
    const int32_t blocks = context_.blocks_of(*kernel.entry);
    require(!is_fused(gemm) || blocks * kFusedTeams <= context_.partials.max_shares(),
            "more blocks of this kernel fit than there is room for their sums");
    check(static_cast<cudaError_t>(kernel.entry->launch(params, blocks, stream())),
          first ? "launching gemm1" : "launching gemm2");
    rows_ = workspace_.rows;
    slots_per_row_ = 0;
  }

  /** What the kernels of `fused` do beside the product. */
  void fuse(Gemm gemm, const moe_weights& weights, GemmParams& params) {
    const bool first = gemm == Gemm::kFirst;
    FusedParams& fused = params.fused;
    if (slots_per_row_ != 0) {
      fused.slot_of_row = workspace_.slot_of_row;
      fused.slots_per_row = slots_per_row_;
    }
    fused.partials = context_.partials.data();
    if (!first) {
      // In a whole layer the grid before is gemm1 or the activation, which waited for the offsets.
      fused.offsets_are_old = launch_.stage == MOE_STAGE_LAYER ? 1 : 0;
      return;
    }
    fused.activates = 1;
    fused.activation = activation();
    fused.bias = weights.bias_rows();
    fused.paired = is_gated(problem_) ? 1 : 0;
    fused.to_slots = launch_.stage == MOE_STAGE_GEMM1 ? 1 : 0;
    params.output = launch_.stage == MOE_STAGE_GEMM1 ? launch_.output : workspace_.rows;
    if (is_int4() && launch_.stage == MOE_STAGE_LAYER) {
      fused.quantise = quantised_for(Gemm::kSecond);
    }
  }

  ActivationParams activation() const {
    return {problem_.activation, problem_.swiglu_alpha, problem_.swiglu_beta,
            problem_.swiglu_limit};
  }

  void activate() {
    const bool to_slots = launch_.stage == MOE_STAGE_GEMM1;
    const ActivateParams activate{workspace_.products,
                                  launch_.gemm1_weights->bias_rows(),
                                  to_slots ? launch_.output : workspace_.rows,
                                  workspace_.slot_of_row,
                                  expert_ids_,
                                  num_rows(),
                                  problem_.intermediate_size,
                                  to_slots ? 1 : 0,
                                  activation()};
    if (is_int4() && !to_slots) {
      launch_activate_quantised(activate, quantised_for(Gemm::kSecond), slots_, stream());
    } else {
      launch_activate(activate, slots_, stream());
    }
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
  const uint16_t* rows_ = nullptr;  // what the next GEMM multiplies
  int32_t slots_per_row_ = 0;       // of it, where that GEMM gathers it itself; else 0
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
