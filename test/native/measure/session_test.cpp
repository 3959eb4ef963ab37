#include "measure/session.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "fixtures/faulty.hpp"
#include "measure/problems.hpp"

using namespace moe;
using namespace moe::measure;
using faulty::Behaviour;

namespace {

constexpr int32_t kTokens = 6;

Session session_on(const char* path, const moe_problem& problem = test::tiny_problem()) {
  return {std::make_shared<const KernelLibrary>(path), problem, {.num_threads = 2, .seed = 3}};
}

/** Six tokens over eight experts, two each. */
CheckRequest request_for(int32_t tactic, int32_t stage) {
  CheckRequest request{
      .tactics = tactic, .stage = stage, .num_tokens = kTokens, .sample = {}, .seed = 11};
  for (int32_t token = 0; token < kTokens; ++token) {
    request.sample.expert_ids.insert(request.sample.expert_ids.end(), {token, token + 2});
    request.sample.expert_weights.insert(request.sample.expert_weights.end(), {0.7f, 0.3f});
  }
  return request;
}

CheckRequest request_for(Behaviour behaviour, int32_t stage) {
  return request_for(static_cast<int32_t>(behaviour), stage);
}

constexpr std::array kStages = {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2, MOE_STAGE_LAYER};

}  // namespace

TEST_CASE("a tactic that does what the oracle does is correct in every stage") {
  auto session = session_on(MOE_FAULTY_LIBRARY);
  for (const int32_t stage : kStages) {
    const auto result = session.check(request_for(Behaviour::kRight, stage));
    CHECK(result.correct);
    CHECK(result.relative_error < 1e-3);
    CHECK(result.compared_values == 4 * 64);  // four tokens; k*I equals H here
  }
}

TEST_CASE("every tactic of the CPU library that supports the problem is correct in every stage") {
  auto problem = test::tiny_problem();
  problem.hidden_size = 256;
  problem.intermediate_size = 128;
  auto session = session_on(MOE_CPU_LIBRARY, problem);
  const auto& api = session.library().api();
  int32_t checked = 0;
  for (int32_t tactic = 0; tactic < api.tactic_count(); ++tactic) {
    for (const int32_t stage : kStages) {
      char reason[256];
      if (api.supports(tactic, &problem, stage, reason, sizeof reason) == MOE_OK) {
        CAPTURE(session.library().tactic(tactic).id);
        CHECK(session.check(request_for(tactic, stage)).correct);
        ++checked;
      }
    }
  }
  CHECK(checked > 0);
}

TEST_CASE("a wrong value is found in every stage") {
  auto session = session_on(MOE_FAULTY_LIBRARY);
  for (const int32_t stage : kStages) {
    const auto result = session.check(request_for(Behaviour::kWrong, stage));
    CHECK_FALSE(result.correct);
    REQUIRE(result.first_bad.has_value());
    CHECK(result.first_bad->token == kTokens - 1);
    CHECK(result.first_bad->column == 63);
    CHECK(result.first_bad->actual == 100.0f);
    CHECK(std::abs(result.first_bad->expected) < 10.0f);
  }
}

TEST_CASE("a value that was not written is found, with what it should have been") {
  auto session = session_on(MOE_FAULTY_LIBRARY);
  const auto result = session.check(request_for(Behaviour::kUnwritten, MOE_STAGE_LAYER));
  CHECK_FALSE(result.correct);
  REQUIRE(result.first_bad.has_value());
  CHECK(result.first_bad->token == kTokens - 1);
  CHECK(std::isnan(result.first_bad->actual));
  CHECK(std::isfinite(result.first_bad->expected));
}

TEST_CASE("a value that was not written is found in tokens that the oracle was not asked for") {
  auto session = session_on(MOE_FAULTY_LIBRARY);
  auto request = request_for(Behaviour::kUnwritten, MOE_STAGE_LAYER);
  request.max_tokens = 1;  // the first
  CHECK(session.check(request).first_bad->token == kTokens - 1);
}

TEST_CASE("writing behind the output is a failure") {
  auto session = session_on(MOE_FAULTY_LIBRARY);
  const auto check = [&] { session.check(request_for(Behaviour::kOverrun, MOE_STAGE_LAYER)); };
  CHECK(test::contains(test::failure_of(check), "past the end of its output"));
}

TEST_CASE("a launch that fails is told in the library's words") {
  auto session = session_on(MOE_FAULTY_LIBRARY);
  const auto check = [&] { session.check(request_for(Behaviour::kError, MOE_STAGE_LAYER)); };
  CHECK(test::contains(test::failure_of(check), "this tactic always fails"));
}

TEST_CASE("weights that do not fit are out of memory, whether the library says so or arithmetic") {
  auto session = session_on(MOE_FAULTY_LIBRARY);
  for (const auto behaviour : {Behaviour::kOutOfMemory, Behaviour::kGreedy}) {
    const auto prepare = [&] {
      session.prepare(static_cast<int32_t>(behaviour), MOE_STAGE_LAYER, 1);
    };
    CHECK(test::failure_kind_of(prepare) == FailureKind::kOutOfMemory);
  }
}

TEST_CASE("problems whose sizes cannot be are refused with the rule they break") {
  auto problem = test::tiny_problem();
  problem.hidden_size = 33;
  const auto words = test::failure_of([&] { session_on(MOE_FAULTY_LIBRARY, problem); });
  CHECK(test::contains(words, "hidden size 33"));
  CHECK(test::contains(words, "32"));
  problem = test::tiny_problem();
  problem.top_k = 9;
  CHECK(test::contains(test::failure_of([&] { session_on(MOE_FAULTY_LIBRARY, problem); }),
                       "top-k 9"));
}
