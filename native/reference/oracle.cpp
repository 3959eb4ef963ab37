#include "reference/oracle.hpp"

#include "kernels/common/bf16.hpp"
#include "reference/activation.hpp"
#include "reference/gemm.hpp"

namespace moe::reference {

namespace {

/** The operands of gemm2 for a token's slots. @param rows bf16 [k, I]  @return bf16 [k, I] */
std::vector<uint16_t> operands_of(const moe_problem& problem, const moe_host_weights& gemm2,
                                  std::span<const uint16_t> rows) {
  const auto intermediate = static_cast<size_t>(problem.intermediate_size);
  std::vector<uint16_t> operands;
  for (size_t first = 0; first < rows.size(); first += intermediate) {
    const auto operand = operand_of(problem.scheme, gemm2, rows.subspan(first, intermediate));
    operands.insert(operands.end(), operand.begin(), operand.end());
  }
  return operands;
}

}  // namespace

void gemm1_row(const moe_problem& problem, const LayerWeights& weights, int32_t expert,
               std::span<const uint16_t> input, std::span<uint16_t> output) {
  const int32_t num_rows = gemm1_rows(problem);
  const int32_t intermediate = problem.intermediate_size;
  const auto operand = operand_of(problem.scheme, weights.gemm1, input);
  const auto dot = [&](int32_t row) {
    return dot_row(problem.scheme, weights.gemm1, num_rows, expert, row, operand);
  };
  for (int32_t column = 0; column < intermediate; ++column) {
    const float up = dot(column);
    const float gate = num_rows == intermediate ? 0.0f : dot(intermediate + column);
    output[column] = float_to_bf16(activate(problem, up, gate));
  }
}

void gemm2_token(const moe_problem& problem, const LayerWeights& weights,
                 std::span<const int32_t> expert_ids, std::span<const float> expert_weights,
                 std::span<const uint16_t> rows, std::span<uint16_t> output) {
  const auto intermediate = static_cast<size_t>(problem.intermediate_size);
  const auto operands = operands_of(problem, weights.gemm2, rows);
  for (int32_t column = 0; column < problem.hidden_size; ++column) {
    float sum = 0.0f;
    for (size_t choice = 0; choice < expert_ids.size(); ++choice) {
      const auto row = std::span(operands).subspan(choice * intermediate, intermediate);
      sum += expert_weights[choice] * dot_row(problem.scheme, weights.gemm2, problem.hidden_size,
                                              expert_ids[choice], column, row);
    }
    output[column] = float_to_bf16(sum);
  }
}

void layer_token(const moe_problem& problem, const LayerWeights& weights,
                 std::span<const int32_t> expert_ids, std::span<const float> expert_weights,
                 std::span<const uint16_t> input, std::span<uint16_t> output) {
  const size_t intermediate = static_cast<size_t>(problem.intermediate_size);
  std::vector<uint16_t> rows(expert_ids.size() * intermediate);
  for (size_t choice = 0; choice < expert_ids.size(); ++choice) {
    gemm1_row(problem, weights, expert_ids[choice], input,
              std::span(rows).subspan(choice * intermediate, intermediate));
  }
  gemm2_token(problem, weights, expert_ids, expert_weights, rows, output);
}

}  // namespace moe::reference
