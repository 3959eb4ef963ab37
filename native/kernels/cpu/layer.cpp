#include "kernels/cpu/layer.hpp"

#include <algorithm>

#include "kernels/common/error.hpp"
#include "kernels/cpu/activation.hpp"
#include "kernels/cpu/arrange.hpp"
#include "kernels/cpu/finalize.hpp"
#include "kernels/cpu/routing.hpp"

namespace moe::cpu {

namespace {

/** Tokens whose sums are kept at a time: 48 x 32 x 2 floats are 12 KB, which stay in the L1 cache.
 */
constexpr int64_t kTokenChunk = 48;

/** Where the routing comes from and how slots are grouped. */
struct Routed {
  const int32_t* expert_ids;    // [S]
  const float* expert_weights;  // [S]
  const ExpertSlots& by_expert;
};

/** Rows of activations that an inner loop reads: row r at base + r * stride. */
struct ArrangedRows {
  const uint8_t* base;
  size_t stride;
};

/** Lays rows out for the inner loop, or uses them as they are. */
ArrangedRows arrange_rows(ThreadPool& pool, const Arrangement& arrangement, const uint16_t* rows,
                          int64_t count, int64_t k, uint8_t* arranged) {
  if (is_identity(arrangement)) {
    return {reinterpret_cast<const uint8_t*>(rows), static_cast<size_t>(k) * sizeof(uint16_t)};
  }
  const size_t stride = arranged_bytes(arrangement, k);
  pool.run(count, [&](int64_t begin, int64_t end, int32_t) {
    for (int64_t row = begin; row < end; ++row) {
      arrange_row(arrangement, rows + row * k, k, arranged + static_cast<size_t>(row) * stride);
    }
  });
  return {arranged, stride};
}

void add_bias(const float* bias, int64_t row, int64_t rows, float* sums) {
  if (bias != nullptr) {
    for (int64_t i = 0; i < rows; ++i) {
      sums[i] += bias[row + i];
    }
  }
}

/**
 * Calls body(expert, panel, thread) for each active expert and panel of output rows. Panels of an
 * expert are neighbours, so that a thread's chunk is one stretch of weights.
 */
template <class Body>
void for_each_panel(ThreadPool& pool, const ExpertSlots& by_expert, int64_t panels,
                    const Body& body) {
  const auto items = static_cast<int64_t>(by_expert.active.size()) * panels;
  pool.run(items, [&](int64_t begin, int64_t end, int32_t) {
    for (int64_t item = begin; item < end; ++item) {
      body(by_expert.active[static_cast<size_t>(item / panels)], item % panels);
    }
  });
}

/** Calls body(slots, count) for an expert's slots, at most kTokenChunk at a time. */
template <class Body>
void for_each_token_chunk(const ExpertSlots& by_expert, int32_t expert, const Body& body) {
  const int32_t* const slots = by_expert.slots.data() + by_expert.offsets[expert];
  const int64_t count = by_expert.count(expert);
  for (int64_t done = 0; done < count; done += kTokenChunk) {
    body(slots + done, std::min(kTokenChunk, count - done));
  }
}

/** gemm1 and activation. @param input [T, H] arranged  @param output bf16 [S, I] */
void run_gemm1(ThreadPool& pool, const moe_problem& problem, const Tactic& tactic,
               const moe_weights& weights, const Routed& routed, const ArrangedRows& input,
               uint16_t* output) {
  const int64_t intermediate = problem.intermediate_size;
  const bool gated = is_gated(problem);
  const int64_t panels = (intermediate + kPanelRows - 1) / kPanelRows;
  for_each_panel(pool, routed.by_expert, panels, [&](int32_t expert, int64_t panel) {
    const int64_t row = panel * kPanelRows;
    const int64_t rows = std::min(kPanelRows, intermediate - row);
    const float* const bias = weights.bias_of(expert);
    for_each_token_chunk(routed.by_expert, expert, [&](const int32_t* slots, int64_t count) {
      const void* tokens[kTokenChunk];
      for (int64_t i = 0; i < count; ++i) {
        tokens[i] = input.base + static_cast<size_t>(slots[i] / problem.top_k) * input.stride;
      }
      alignas(64) float up[kTokenChunk * kPanelRows];    // [count, kPanelRows]
      alignas(64) float gate[kTokenChunk * kPanelRows];  // [count, kPanelRows]
      tactic.kernel.run({weights.view(), expert, row, rows, tokens, count, up});
      if (gated) {
        tactic.kernel.run({weights.view(), expert, intermediate + row, rows, tokens, count, gate});
      }
      for (int64_t i = 0; i < count; ++i) {
        float* const up_sums = up + i * kPanelRows;
        float* const gate_sums = gate + i * kPanelRows;
        add_bias(bias, row, rows, up_sums);
        if (gated) {
          add_bias(bias, intermediate + row, rows, gate_sums);
        }
        activate(problem, up_sums, gate_sums, rows, output + slots[i] * intermediate + row);
      }
    });
  });
}

/** gemm2 without finalize. @param input [S, I] arranged  @param output fp32 [S, H] */
void run_gemm2(ThreadPool& pool, const moe_problem& problem, const Tactic& tactic,
               const moe_weights& weights, const Routed& routed, const ArrangedRows& input,
               float* output) {
  const int64_t hidden = problem.hidden_size;
  const int64_t panels = (hidden + kPanelRows - 1) / kPanelRows;
  for_each_panel(pool, routed.by_expert, panels, [&](int32_t expert, int64_t panel) {
    const int64_t row = panel * kPanelRows;
    const int64_t rows = std::min(kPanelRows, hidden - row);
    const float* const bias = weights.bias_of(expert);
    for_each_token_chunk(routed.by_expert, expert, [&](const int32_t* slots, int64_t count) {
      const void* tokens[kTokenChunk];
      for (int64_t i = 0; i < count; ++i) {
        tokens[i] = input.base + static_cast<size_t>(slots[i]) * input.stride;
      }
      alignas(64) float sums[kTokenChunk * kPanelRows];  // [count, kPanelRows]
      tactic.kernel.run({weights.view(), expert, row, rows, tokens, count, sums});
      for (int64_t i = 0; i < count; ++i) {
        add_bias(bias, row, rows, sums + i * kPanelRows);
        std::copy_n(sums + i * kPanelRows, rows, output + slots[i] * hidden + row);
      }
    });
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
  workspace.arranged_input = take(tokens * hidden * sizeof(float));
  workspace.intermediate =
      reinterpret_cast<uint16_t*>(take(slots * intermediate * sizeof(uint16_t)));
  workspace.arranged_rows = take(slots * intermediate * sizeof(float));
  workspace.expert_rows = reinterpret_cast<float*>(take(slots * hidden * sizeof(float)));
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
    require_matching(launch.gemm1_weights, tactic1.family, problem, Gemm::kFirst);
  }
  if (second) {
    require_matching(launch.gemm2_weights, tactic2.family, problem, Gemm::kSecond);
  }
  const Routed routed = route(pool, scratch, problem, launch, workspace);
  const uint16_t* intermediate = launch.input;
  if (first) {
    uint16_t* const output = second ? workspace.intermediate : launch.output;
    const ArrangedRows input =
        arrange_rows(pool, tactic1.arrangement, launch.input, launch.num_tokens,
                     problem.hidden_size, workspace.arranged_input);
    run_gemm1(pool, problem, tactic1, *launch.gemm1_weights, routed, input, output);
    intermediate = output;
  }
  if (second) {
    const int64_t num_slots = int64_t{launch.num_tokens} * problem.top_k;
    const ArrangedRows input = arrange_rows(pool, tactic2.arrangement, intermediate, num_slots,
                                            problem.intermediate_size, workspace.arranged_rows);
    run_gemm2(pool, problem, tactic2, *launch.gemm2_weights, routed, input, workspace.expert_rows);
    finalize(pool, problem, routed, workspace.expert_rows, launch.num_tokens, launch.output);
  }
}

}  // namespace moe::cpu
