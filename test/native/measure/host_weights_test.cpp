#include "measure/host_weights.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "kernels/common/int4.hpp"
#include "kernels/common/mxfp4.hpp"
#include "measure/problems.hpp"
#include "measure/shapes.hpp"

using namespace moe;
using namespace moe::measure;

namespace {

struct Bytes {
  std::vector<uint8_t> values, scales;
  std::vector<uint16_t> bias;
  bool operator==(const Bytes&) const = default;
};

Bytes bytes_of(const moe_problem& problem, int32_t stage, uint64_t seed, int32_t threads) {
  const HostWeights weights(problem, stage, seed, threads);
  const auto [rows, depth] = gemm_shape(problem, stage);
  const auto lines = static_cast<size_t>(problem.num_experts * rows);
  const auto& view = weights.view();
  const auto* const scales = static_cast<const uint8_t*>(view.scales);
  Bytes bytes;
  bytes.values.assign(view.values, view.values + lines * static_cast<size_t>(depth) / 2);
  bytes.scales.assign(scales, scales + lines * static_cast<size_t>(depth) / 32);
  bytes.bias.assign(view.bias, view.bias + lines);
  return bytes;
}

}  // namespace

TEST_CASE("the same seed gives the same weights for every number of threads") {
  const auto problem = test::tiny_problem();
  for (const int32_t stage : {MOE_STAGE_GEMM1, MOE_STAGE_GEMM2}) {
    const auto one = bytes_of(problem, stage, 5, 1);
    CHECK(one == bytes_of(problem, stage, 5, 2));
    CHECK(one == bytes_of(problem, stage, 5, 7));
  }
}

TEST_CASE("seeds, GEMMs and experts differ") {
  auto problem = test::tiny_problem();
  problem.intermediate_size = 64;  // so that both GEMMs have K = 64
  const auto first = bytes_of(problem, MOE_STAGE_GEMM1, 5, 2);
  CHECK(first.values != bytes_of(problem, MOE_STAGE_GEMM1, 6, 2).values);
  const auto second = bytes_of(problem, MOE_STAGE_GEMM2, 5, 2);
  const size_t expert = second.values.size() / 8;
  CHECK_FALSE(std::equal(second.values.begin(), second.values.end(), first.values.begin()));
  CHECK_FALSE(std::equal(second.values.begin(), second.values.begin() + static_cast<long>(expert),
                         second.values.begin() + static_cast<long>(expert)));
}

TEST_CASE("scales are a bell of five exponents round a centre that falls as K grows") {
  auto problem = test::tiny_problem();
  problem.hidden_size = 1024;
  const auto bytes = bytes_of(problem, MOE_STAGE_GEMM1, 1, 2);
  const uint8_t centre = central_scale(1024);
  const auto count = [&](int step) {
    return std::ranges::count(bytes.scales, static_cast<uint8_t>(centre + step));
  };
  CHECK(count(-2) + count(-1) + count(0) + count(1) + count(2) ==
        static_cast<long>(bytes.scales.size()));
  const double middle = static_cast<double>(count(0)) / static_cast<double>(bytes.scales.size());
  CHECK(middle == doctest::Approx(6.0 / 16.0).epsilon(0.05));
  CHECK(central_scale(64) > central_scale(1024));
  CHECK(central_scale(2880) == 127 - 7);
}

TEST_CASE("a row of weights has the length that keeps outputs of N(0, 1) inputs near N(0, 1)") {
  auto problem = test::tiny_problem();
  for (const int32_t depth : {64, 512, 2880}) {
    problem.hidden_size = depth;
    const auto bytes = bytes_of(problem, MOE_STAGE_GEMM1, 1, 2);
    double squares = 0;
    for (size_t i = 0; i < bytes.values.size() * 2; ++i) {
      const int code = i % 2 == 0 ? bytes.values[i / 2] & 15 : bytes.values[i / 2] >> 4;
      const double weight =
          kE2m1Values[static_cast<size_t>(code)] * ue8m0_to_float(bytes.scales[i / kMxfp4Group]);
      squares += weight * weight;
    }
    const double rows = static_cast<double>(bytes.values.size()) * 2 / depth;
    const double deviation = std::sqrt(squares / rows);
    CHECK(deviation > 0.65);
    CHECK(deviation < 1.55);
  }
}

TEST_CASE("int4_fp8: outputs of N(0, 1) inputs stay near N(0, 1), factors differ, threads do not") {
  auto problem = test::tiny_problem();
  problem.scheme = MOE_SCHEME_INT4_FP8;
  problem.intermediate_size = 128;
  for (const int32_t depth : {128, 1024}) {
    problem.hidden_size = depth;
    const HostWeights weights(problem, MOE_STAGE_GEMM1, 1, 2);
    const HostWeights alone(problem, MOE_STAGE_GEMM1, 1, 1);
    const auto rows = static_cast<size_t>(problem.num_experts) * 256;
    const auto k = static_cast<size_t>(depth);
    const auto& view = weights.view();
    CHECK(std::equal(view.values, view.values + rows * k / 2, alone.view().values));
    const auto* const scales = static_cast<const uint16_t*>(view.scales);
    CHECK(std::equal(scales, scales + rows * k / kInt4Group,
                     static_cast<const uint16_t*>(alone.view().scales)));
    double squares = 0;
    for (size_t i = 0; i < rows * k; ++i) {
      const int code = i % 2 == 0 ? view.values[i / 2] & 15 : view.values[i / 2] >> 4;
      const double weight =
          static_cast<double>(int4_value(code)) * bf16_to_float(scales[i / kInt4Group]);
      squares += weight * weight;
    }
    CHECK(std::sqrt(squares / static_cast<double>(rows)) == doctest::Approx(1.0).epsilon(0.02));
    for (size_t i = 1; i < k; ++i) {
      CHECK(view.input_scale[i] != view.input_scale[i - 1]);
      CHECK(view.input_scale[i] == doctest::Approx(16.0).epsilon(0.051));
    }
    CHECK(view.alpha[0] != view.alpha[1]);
    CHECK(view.alpha[0] == doctest::Approx(1.0 / 16).epsilon(0.251));
  }
}

TEST_CASE("a problem without biases has none") {
  auto problem = test::tiny_problem();
  problem.has_bias = 0;
  CHECK(HostWeights(problem, MOE_STAGE_GEMM1, 1, 1).view().bias == nullptr);
}

TEST_CASE("weights larger than memory are refused with what they need and what there is") {
  auto problem = test::tiny_problem();
  problem.hidden_size = 1 << 20;
  problem.intermediate_size = 1 << 20;
  const auto make = [&] { HostWeights(problem, MOE_STAGE_GEMM1, 1, 1); };
  CHECK(test::failure_kind_of(make) == FailureKind::kOutOfMemory);
  CHECK(test::contains(test::failure_of(make), "MiB are available"));
}
