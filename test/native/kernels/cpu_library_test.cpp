/** The ABI's promises that are not arithmetic: descriptions, refusals, routing
 * inside the layer. */
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "support/layer_case.hpp"

using namespace moe::test;

TEST_CASE("a version that the library does not speak gets no table") {
  void* const handle = dlopen(MOE_CPU_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  const auto open = reinterpret_cast<moe_library_open_fn>(dlsym(handle, MOE_LIBRARY_OPEN_SYMBOL));
  CHECK(open(MOE_ABI_VERSION + 1) == nullptr);
  dlclose(handle);
}

TEST_CASE("tactics have distinct canonical ids") {
  std::set<std::string> ids;
  for (int32_t index = 0; index < cpu_library().tactic_count(); ++index) {
    const moe_tactic tactic = tactic_of(index);
    const std::string canonical = std::string(tactic.family) + "." + tactic.instruction_set + ".m" +
                                  std::to_string(tactic.tile_m) + "n" +
                                  std::to_string(tactic.tile_n) + "k" +
                                  std::to_string(tactic.tile_k) + "." + tactic.conversion + "." +
                                  tactic.loader + "." + tactic.scaling;
    CHECK(std::string(tactic.id) == canonical);
    CHECK(ids.insert(tactic.id).second);
  }
  CHECK(cpu_library().tactic(-1, nullptr) == MOE_INVALID_ARGUMENT);
}

TEST_CASE("a refusal names the dimension and the multiple") {
  // One that this processor can run: for another the processor would be the
  // reason.
  const int32_t runnable = tactics_for(make_problem(64, 64, 2, 1)).front();
  const moe_problem odd = make_problem(2881, 2880, 4, 2);
  CHECK(reason_against(runnable, odd, MOE_STAGE_GEMM1)
            .find("hidden size 2881 is not a multiple of 64") != std::string::npos);
  const moe_problem greedy = make_problem(64, 64, 2, 3);
  CHECK(reason_against(runnable, greedy, MOE_STAGE_LAYER).find("top-k 3 is more than the 2") !=
        std::string::npos);
  moe_problem other = make_problem(64, 64, 2, 1);
  other.scheme = 7;
  CHECK(reason_against(runnable, other, MOE_STAGE_LAYER).find("unknown scheme 7") !=
        std::string::npos);
}

TEST_CASE("weights of another layout or problem are refused") {
  const LayerCase layer(make_problem(64, 64, 2, 1), 1, true);
  const auto tactics = tactics_for(layer.problem);
  const Context context = make_context(1);
  const int32_t own = tactics.front();
  int32_t foreign = own;
  for (const int32_t tactic : tactics) {
    if (std::string(tactic_of(tactic).weight_layout) != tactic_of(own).weight_layout) {
      foreign = tactic;
    }
  }
  REQUIRE(foreign != own);
  const auto host = layer.weights();
  const Weights gemm1 =
      make_weights(context.get(), foreign, layer.problem, MOE_STAGE_GEMM1, host.gemm1);
  std::vector<uint16_t> output(64);
  std::vector<uint8_t> workspace(1 << 20);
  moe_launch launch{sizeof(moe_launch),
                    MOE_STAGE_GEMM1,
                    1,
                    own,
                    own,
                    gemm1.get(),
                    nullptr,
                    nullptr,
                    layer.expert_ids.data(),
                    layer.expert_weights.data(),
                    layer.input.data(),
                    output.data(),
                    workspace.data(),
                    workspace.size()};
  CHECK(cpu_library().launch(context.get(), &layer.problem, &launch) == MOE_INVALID_ARGUMENT);
  CHECK(std::string(cpu_library().last_error()).find("layout") != std::string::npos);

  moe_problem larger = layer.problem;
  larger.num_experts = 4;
  launch.gemm1_tactic = foreign;
  CHECK(cpu_library().launch(context.get(), &larger, &launch) == MOE_INVALID_ARGUMENT);
  CHECK(std::string(cpu_library().last_error()).find("another problem") != std::string::npos);
}

TEST_CASE(
    "the layer routes from logits as the oracle does, ties to the lower "
    "expert") {
  const moe_problem problem = make_problem(64, 64, 16, 4);
  LayerCase layer(problem, 9, false);
  std::mt19937 random(3);
  std::vector<float> logits(9 * 16);
  for (auto& logit : logits) {
    logit = static_cast<float>(random() % 6) * 0.5f;  // coarse, so that ties are common
  }
  const auto routing = moe::reference::route(logits, 9, 16, 4);
  layer.expert_ids = routing.expert_ids;
  layer.expert_weights = routing.expert_weights;
  const int32_t tactic = tactics_for(problem).front();
  const auto given = run_tactic(layer, tactic, MOE_STAGE_LAYER, 2);

  const Context context = make_context(2);
  const auto host = layer.weights();
  const Weights gemm1 = make_weights(context.get(), tactic, problem, MOE_STAGE_GEMM1, host.gemm1);
  const Weights gemm2 = make_weights(context.get(), tactic, problem, MOE_STAGE_GEMM2, host.gemm2);
  std::vector<uint16_t> output(9 * 64, 0x7fc0);
  std::vector<uint8_t> workspace(4 << 20);
  const moe_launch launch{sizeof(moe_launch),
                          MOE_STAGE_LAYER,
                          9,
                          tactic,
                          tactic,
                          gemm1.get(),
                          gemm2.get(),
                          logits.data(),
                          nullptr,
                          nullptr,
                          layer.input.data(),
                          output.data(),
                          workspace.data(),
                          workspace.size()};
  must(cpu_library().launch(context.get(), &problem, &launch));
  CHECK(relative_error(given, output) < 1e-3);
}

TEST_CASE(
    "an expert outside the problem and too small a workspace are "
    "refused, not written past") {
  LayerCase layer(make_problem(64, 64, 2, 1), 1, true);
  layer.expert_ids[0] = 2;
  const int32_t tactic = tactics_for(layer.problem).front();
  CHECK_THROWS_WITH(run_tactic(layer, tactic, MOE_STAGE_LAYER, 1),
                    doctest::Contains("expert id is outside"));
}

TEST_CASE("marks are ordered in time, and only reserved ones exist") {
  const Context context = make_context(1);
  must(cpu_library().marks_reserve(context.get(), 2));
  must(cpu_library().mark(context.get(), 0));
  must(cpu_library().mark(context.get(), 1));
  double elapsed = -1.0;
  must(cpu_library().elapsed_us(context.get(), 0, 1, &elapsed));
  CHECK(elapsed >= 0.0);
  CHECK(cpu_library().mark(context.get(), 2) == MOE_INVALID_ARGUMENT);
}
