#include <algorithm>

#include "kernels/common/bf16.hpp"
#include "measure/activations.hpp"
#include "measure/session.hpp"
#include "measure/shapes.hpp"

namespace moe::measure {

namespace {

/** FNV-1a over the bytes of a routing sample: tells samples apart in the cache of oracle results.
 */
uint64_t hash_of(const RoutingSample& sample) {
  uint64_t hash = 0xcbf29ce484222325u;
  const auto add = [&](const void* data, size_t bytes) {
    const auto* const begin = static_cast<const uint8_t*>(data);
    std::for_each(begin, begin + bytes,
                  [&](uint8_t byte) { hash = (hash ^ byte) * 0x100000001b3u; });
  };
  add(sample.expert_ids.data(), sample.expert_ids.size() * sizeof(int32_t));
  add(sample.expert_weights.data(), sample.expert_weights.size() * sizeof(float));
  return hash;
}

/** Values of poison behind the output. */
constexpr size_t kGuardValues = 32;

}  // namespace

CheckResult Session::check(const CheckRequest& request) {
  require_valid(problem_, request.num_tokens, request.sample);
  const auto shape = token_shape(problem_, request.stage);
  const auto tokens = static_cast<size_t>(request.num_tokens);
  const auto width = static_cast<size_t>(shape.output);
  const auto input_values = tokens * static_cast<size_t>(shape.input);
  const auto& right = expected(request);

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
  auto result = compare(right, written, width);
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
  const auto right = ask_oracle(request, {token});
  return BadValue{token, static_cast<int32_t>(*place % width),
                  bf16_to_float(right.values[*place % width]), bf16_to_float(output[*place])};
}

const ExpectedOutput& Session::expected(const CheckRequest& request) {
  const CheckKey key{request.stage, request.num_tokens, hash_of(request.sample), request.seed};
  const auto found = expected_.find(key);
  if (found != expected_.end()) {
    return found->second;
  }
  auto tokens = choose_tokens(request.num_tokens, request.max_tokens, request.seed);
  return expected_.emplace(key, ask_oracle(request, std::move(tokens))).first->second;
}

ExpectedOutput Session::ask_oracle(const CheckRequest& request, std::vector<int32_t> tokens) {
  reference::LayerWeights weights{};
  if (request.stage != MOE_STAGE_GEMM2) {
    weights.gemm1 = host_weights(MOE_STAGE_GEMM1).view();
  }
  if (request.stage != MOE_STAGE_GEMM1) {
    weights.gemm2 = host_weights(MOE_STAGE_GEMM2).view();
  }
  return expected_output(problem_, request.stage, weights, request.sample, request.seed,
                         std::move(tokens), num_threads_);
}

}  // namespace moe::measure
