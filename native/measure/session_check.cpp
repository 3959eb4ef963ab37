#include <algorithm>

#include "kernels/common/bf16.hpp"
#include "measure/activations.hpp"
#include "measure/session.hpp"
#include "measure/shapes.hpp"

namespace moe::measure {

namespace {

/** Values of poison behind the output. */
constexpr size_t kGuardValues = 32;

OracleQuestion question_of(const CheckRequest& request) {
  return {request.stage, request.num_tokens, request.sample, request.seed, request.max_tokens};
}

}  // namespace

CheckResult Session::check(const CheckRequest& request) {
  require_valid(problem_, request.num_tokens, request.sample);
  const auto shape = token_shape(problem_, request.stage);
  const auto tokens = static_cast<size_t>(request.num_tokens);
  const auto width = static_cast<size_t>(shape.output);
  const auto input_values = tokens * static_cast<size_t>(shape.input);
  const auto& right = truth_->expected(question_of(request));

  std::vector<uint16_t> input(input_values);
  fill_tokens(request.seed, Purpose::kCheckInput, shape.input, num_threads_, input);
  check_input_.grow(context_, input_values * sizeof(uint16_t));
  check_input_.write(0, input.data(), input_values * sizeof(uint16_t));

  auto launch = launch_of(request.tactics, request.stage, request.num_tokens, 0);
  launch.input = check_input_.as<uint16_t>();
  const DeviceBuffer routing(context_, routing_bytes(request.stage, request.num_tokens));
  set_routing(launch, routing, 0, request.sample);

  std::vector<uint16_t> output(tokens * width + kGuardValues, kPoison);
  output_.write(0, output.data(), output.size() * sizeof(uint16_t));
  const auto& api = library_->api();
  library_->require(api.launch(context_.get(), &problem_, &launch), "launching");
  library_->require(api.synchronize(context_.get()), "waiting for a launch");
  output_.read(output.data(), output.size() * sizeof(uint16_t));

  const auto guard = std::span(output).last(kGuardValues);
  if (std::ranges::any_of(guard, [](uint16_t bits) { return bits != kPoison; })) {
    throw Failure(FailureKind::kError, "the tactic writes past the end of its output");
  }
  const auto written = std::span(output).first(tokens * width);
  auto result = compare(right, written, width, tolerance_of(problem_.scheme, request.stage));
  if (const auto unwritten = find_unwritten(request, written, width)) {
    result.correct = false;
    result.first_bad = unwritten;
  }
  return result;
}

std::optional<BadValue> Session::find_unwritten(const CheckRequest& request,
                                                std::span<const uint16_t> output, size_t width) {
  const auto place = first_nan(output);
  if (!place) {
    return std::nullopt;
  }
  const auto token = static_cast<int32_t>(*place / width);
  const auto right = truth_->ask_oracle(question_of(request), {token});
  return BadValue{token, static_cast<int32_t>(*place % width),
                  bf16_to_float(right.values[*place % width]), bf16_to_float(output[*place])};
}

}  // namespace moe::measure
