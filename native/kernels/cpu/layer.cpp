#include "kernels/cpu/layer.hpp"

#include <algorithm>

#include "kernels/common/error.hpp"
#include "kernels/cpu/activation.hpp"
#include "kernels/cpu/arrange.hpp"
#include "kernels/cpu/finalize.hpp"
#include "kernels/cpu/panel_gemm.hpp"
#include "kernels/cpu/panel_split.hpp"
#include "kernels/cpu/quantise.hpp"
#include "kernels/cpu/routing.hpp"

namespace moe::cpu {

namespace {

/** Where the routing comes from and how slots are grouped. */
struct Routed {
  const int32_t* expert_ids;    // [S]
  const float* expert_weights;  // [S]
  const ExpertSlots& by_expert;
};

/** Times the expert's alpha, plus the biases of the panel's rows.
 * @param first_row of the weights  @param sums [num_slots, kPanelRows] */
void finish_sums(const moe_weights& weights, const PanelSums& panel, int64_t first_row,
                 float* sums) {
  if (const float alpha = weights.alpha_of(panel.expert); alpha != 1.0f) {
    std::for_each_n(sums, panel.num_slots * kPanelRows, [=](float& sum) { sum *= alpha; });
  }
  const float* const bias = weights.bias_of(panel.expert);
  if (bias == nullptr) {
    return;
  }
  for (int64_t i = 0; i < panel.num_slots; ++i, sums += kPanelRows) {
    for (int64_t row = 0; row < panel.num_rows; ++row) {
      sums[row] += bias[first_row + row];
    }
  }
}

/** gemm1 and activation. @param input for H  @param output bf16 [S, I] */
void run_gemm1(ThreadPool& pool, const moe_problem& problem, const Tactic& tactic,
               const moe_weights& weights, const Routed& routed, const ArrangedRows& input,
               float* partial_sums, uint16_t* output) {
  const int64_t intermediate = problem.intermediate_size;
  const PanelGemm gemm{
      pool,         routed.by_expert,          input,       tactic.kernel, weights.view(),
      intermediate, is_gated(problem) ? 2 : 1, partial_sums};
  run_panel_gemm(gemm, [&](const PanelSums& panel) {
    finish_sums(weights, panel, panel.row, panel.up);
    if (panel.gate != nullptr) {
      finish_sums(weights, panel, intermediate + panel.row, panel.gate);
    }
    // All slots in one go: a call for each would cost more than the arithmetic of 32 values.
    uint16_t activated[kMaxTokenChunk * kPanelRows];  // bf16 [num_slots, kPanelRows]
    activate(problem, panel.up, panel.gate, panel.num_slots * kPanelRows, activated);
    for (int64_t i = 0; i < panel.num_slots; ++i) {
      std::copy_n(activated + i * kPanelRows, panel.num_rows,
                  output + panel.slots[i] * intermediate + panel.row);
    }
  });
}

/** gemm2 without finalize. @param input for I  @param output fp32 [S, H] */
void run_gemm2(ThreadPool& pool, const moe_problem& problem, const Tactic& tactic,
               const moe_weights& weights, const Routed& routed, const ArrangedRows& input,
               float* partial_sums, float* output) {
  const int64_t hidden = problem.hidden_size;
  const PanelGemm gemm{pool,           routed.by_expert, input, tactic.kernel,
                       weights.view(), hidden,           1,     partial_sums};
  run_panel_gemm(gemm, [&](const PanelSums& panel) {
    finish_sums(weights, panel, panel.row, panel.up);
    for (int64_t i = 0; i < panel.num_slots; ++i) {
      std::copy_n(panel.up + i * kPanelRows, panel.num_rows,
                  output + panel.slots[i] * hidden + panel.row);
    }
  });
}

void finalize(ThreadPool& pool, const moe_problem& problem, const Routed& routed,
              const float* expert_rows, int64_t num_tokens, uint16_t* output) {
  const int64_t hidden = problem.hidden_size;
  pool.run(num_tokens, [&](int64_t begin, int64_t end, int32_t) {
    for (int64_t token = begin; token < end; ++token) {
      const int64_t slot = token * problem.top_k;
      finalize_token(expert_rows + slot * hidden, routed.expert_weights + slot, problem.top_k,
                     hidden, output + token * hidden);
    }
  });
}

/** Experts and weights of the launch, routed here when logits are given; slots grouped by expert.
 */
Routed route(ThreadPool& pool, ExpertSlots& scratch, const moe_problem& problem,
             const moe_launch& launch, const Workspace& workspace) {
  const int64_t num_slots = int64_t{launch.num_tokens} * problem.top_k;
  const int32_t* ids = launch.expert_ids;
  const float* weights = launch.expert_weights;
  if (launch.stage == MOE_STAGE_LAYER && launch.router_logits != nullptr) {
    pool.run(launch.num_tokens, [&](int64_t begin, int64_t end, int32_t) {
      for (int64_t token = begin; token < end; ++token) {
        route_token(launch.router_logits + token * problem.num_experts, problem.num_experts,
                    problem.top_k, workspace.expert_ids + token * problem.top_k,
                    workspace.expert_weights + token * problem.top_k);
      }
    });
    ids = workspace.expert_ids;
    weights = workspace.expert_weights;
  } else {
    require(ids != nullptr, "expert ids are missing");
    require(weights != nullptr || launch.stage == MOE_STAGE_GEMM1, "expert weights are missing");
    const bool in_range = std::all_of(ids, ids + num_slots, [&](int32_t expert) {
      return expert >= 0 && expert < problem.num_experts;
    });
    require(in_range, "an expert id is outside the problem's experts");
  }
  scratch.sort(ids, num_slots, problem.num_experts);
  return {ids, weights, scratch};
}

/** Bytes of the sums of segments while K is split; see PanelGemm. */
size_t partial_bytes(const moe_problem& problem, int64_t num_tokens) {
  const int64_t slots = std::min(kMaxSplitSlots, num_tokens * problem.top_k);
  size_t bytes = 0;
  for (const Gemm gemm : {Gemm::kFirst, Gemm::kSecond}) {
    const GemmShape shape = shape_of(problem, gemm);
    // Each half of paired rows may end with a panel that is not full.
    const int64_t rows = shape.rows + 2 * kPanelRows;
    bytes = std::max(bytes,
                     static_cast<size_t>(Segments(shape.k).count() * rows * slots) * sizeof(float));
  }
  return bytes;
}

}  // namespace

Workspace Workspace::layout(const moe_problem& problem, int64_t num_tokens, void* base,
                            size_t& bytes) {
  const size_t tokens = static_cast<size_t>(num_tokens);
  const size_t slots = tokens * static_cast<size_t>(problem.top_k);
  const size_t hidden = static_cast<size_t>(problem.hidden_size);
  const size_t intermediate = static_cast<size_t>(problem.intermediate_size);
  bytes = 0;
  const auto take = [&](size_t size) {
    uint8_t* const place = static_cast<uint8_t*>(base) + bytes;
    bytes += (size + 63) / 64 * 64;
    return place;
  };
  Workspace workspace;
  workspace.expert_ids = reinterpret_cast<int32_t*>(take(slots * sizeof(int32_t)));
  workspace.expert_weights = reinterpret_cast<float*>(take(slots * sizeof(float)));
  workspace.intermediate =
      reinterpret_cast<uint16_t*>(take(slots * intermediate * sizeof(uint16_t)));
  const int64_t widest = std::max(problem.hidden_size, problem.intermediate_size);
  workspace.arranged = take(arranged_bytes(num_tokens * problem.top_k, widest));
  workspace.expert_rows = reinterpret_cast<float*>(take(slots * hidden * sizeof(float)));
  if (problem.scheme == MOE_SCHEME_INT4_FP8) {
    workspace.quantised = reinterpret_cast<uint16_t*>(
        take(std::max(tokens * hidden, slots * intermediate) * sizeof(uint16_t)));
  }
  workspace.partial_sums = reinterpret_cast<float*>(take(partial_bytes(problem, num_tokens)));
  return workspace;
}

size_t workspace_bytes(const moe_problem& problem, int64_t max_tokens) {
  size_t bytes = 0;
  Workspace::layout(problem, max_tokens, nullptr, bytes);
  return bytes;
}

void run_stage(ThreadPool& pool, ExpertSlots& scratch, const moe_problem& problem,
               const moe_launch& launch) {
  size_t needed = 0;
  const Workspace workspace =
      Workspace::layout(problem, launch.num_tokens, launch.workspace, needed);
  require(launch.workspace != nullptr && launch.workspace_bytes >= needed,
          "the workspace is smaller than workspace_bytes says");
  const bool first = launch.stage != MOE_STAGE_GEMM2;
  const bool second = launch.stage != MOE_STAGE_GEMM1;
  const Tactic& tactic1 = tactic_at(first ? launch.gemm1_tactic : launch.gemm2_tactic);
  const Tactic& tactic2 = tactic_at(second ? launch.gemm2_tactic : launch.gemm1_tactic);
  if (first) {
    require_matching(launch.gemm1_weights, tactic1.layout, problem, Gemm::kFirst);
  }
  if (second) {
    require_matching(launch.gemm2_weights, tactic2.layout, problem, Gemm::kSecond);
  }
  const Routed routed = route(pool, scratch, problem, launch, workspace);
  // What the scheme multiplies: int4_fp8 rounds a GEMM's input to e4m3.
  const auto multiplied = [&](const uint16_t* rows, int64_t count, const moe_weights& weights) {
    if (workspace.quantised == nullptr) {
      return rows;
    }
    quantise_rows(pool, weights, {rows, count, workspace.quantised});
    return static_cast<const uint16_t*>(workspace.quantised);
  };
  const uint16_t* intermediate = launch.input;
  if (first) {
    uint16_t* const output = second ? workspace.intermediate : launch.output;
    const ArrangedRows input(pool, tactic1.arrangement, routed.by_expert,
                             {multiplied(launch.input, launch.num_tokens, *launch.gemm1_weights),
                              problem.top_k, problem.hidden_size},
                             workspace.arranged);
    run_gemm1(pool, problem, tactic1, *launch.gemm1_weights, routed, input, workspace.partial_sums,
              output);
    intermediate = output;
  }
  if (second) {
    const ArrangedRows input(pool, tactic2.arrangement, routed.by_expert,
                             {multiplied(intermediate, int64_t{launch.num_tokens} * problem.top_k,
                                         *launch.gemm2_weights),
                              1, problem.intermediate_size},
                             workspace.arranged);
    run_gemm2(pool, problem, tactic2, *launch.gemm2_weights, routed, input, workspace.partial_sums,
              workspace.expert_rows);
    finalize(pool, problem, routed, workspace.expert_rows, launch.num_tokens, launch.output);
  }
}

}  // namespace moe::cpu
