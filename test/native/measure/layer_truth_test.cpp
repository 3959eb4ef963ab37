#include "measure/layer_truth.hpp"

#include <doctest/doctest.h>

#include "measure/problems.hpp"

using namespace moe;
using namespace moe::measure;

TEST_CASE("sessions of one problem and seed share a truth, others do not") {
  const auto problem = test::tiny_problem();
  const auto first = LayerTruth::shared(problem, 3, 1);
  CHECK(LayerTruth::shared(problem, 3, 1) == first);
  CHECK(LayerTruth::shared(problem, 4, 1) != first);
  auto other = problem;
  other.has_bias = 1 - other.has_bias;
  CHECK(LayerTruth::shared(other, 3, 1) != first);
}

TEST_CASE("a truth is gone with its last holder, and the next one is the same") {
  const auto problem = test::tiny_problem();
  const auto first_scale = [&] {
    const auto truth = LayerTruth::shared(problem, 3, 1);
    return *static_cast<const uint8_t*>(truth->weights(MOE_STAGE_GEMM1).view().scales);
  };
  const auto scale = first_scale();
  const std::weak_ptr<LayerTruth> gone = LayerTruth::shared(problem, 3, 1);
  CHECK(gone.expired());
  CHECK(first_scale() == scale);
}

TEST_CASE("weights and answers are made once") {
  const auto truth = LayerTruth::shared(test::tiny_problem(), 3, 1);
  CHECK(&truth->weights(MOE_STAGE_GEMM2) == &truth->weights(MOE_STAGE_GEMM2));
  const RoutingSample sample{{0, 1}, {0.5f, 0.5f}};
  const auto ask = [&](int32_t tokens) -> const ExpectedOutput& {
    return truth->expected({MOE_STAGE_GEMM1, 1, sample, 11, tokens});
  };
  CHECK(&ask(1) == &ask(1));
  CHECK(&ask(1) != &ask(4));
}
