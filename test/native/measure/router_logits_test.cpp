#include "measure/router_logits.hpp"

#include <doctest/doctest.h>

#include "measure/problems.hpp"
#include "reference/oracle.hpp"

using namespace moe;
using namespace moe::measure;

namespace {

const RoutingSample kSample = {{5, 0, 7, 3, 1, 2}, {0.75f, 0.25f, 0.999f, 0.001f, 0.5f, 0.5f}};

}  // namespace

TEST_CASE("routing from the logits gives the sample's experts and weights") {
  const auto problem = test::tiny_problem();
  const auto logits = router_logits(problem, kSample, 1);
  const auto routing = reference::route(logits, 3, problem.num_experts, problem.top_k);
  CHECK(routing.expert_ids == kSample.expert_ids);
  for (size_t slot = 0; slot < kSample.expert_weights.size(); ++slot) {
    CHECK(routing.expert_weights[slot] ==
          doctest::Approx(kSample.expert_weights[slot]).epsilon(1e-6));
  }
}

TEST_CASE("routing to every expert needs no others to lose") {
  auto problem = test::tiny_problem();
  problem.num_experts = 2;
  const RoutingSample sample{{1, 0}, {0.6f, 0.4f}};
  const auto routing = reference::route(router_logits(problem, sample, 1), 1, 2, 2);
  CHECK(routing.expert_ids == sample.expert_ids);
}

TEST_CASE("samples of the wrong size, with unknown or repeated experts are refused") {
  const auto problem = test::tiny_problem();
  CHECK_NOTHROW(require_valid(problem, 3, kSample));
  CHECK(test::contains(test::failure_of([&] { require_valid(problem, 2, kSample); }),
                       "2 tokens needs 4"));
  const RoutingSample unknown{{0, 8}, {0.5f, 0.5f}};
  CHECK(test::contains(test::failure_of([&] { require_valid(problem, 1, unknown); }), "expert 8"));
  const RoutingSample repeated{{4, 4}, {0.5f, 0.5f}};
  CHECK(test::contains(test::failure_of([&] { require_valid(problem, 1, repeated); }), "distinct"));
}
