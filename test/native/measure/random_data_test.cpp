#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/common/bf16.hpp"
#include "measure/activations.hpp"
#include "measure/expected_output.hpp"
#include "measure/normal_tables.hpp"

using namespace moe;
using namespace moe::measure;

TEST_CASE("quantiles of the normal distribution are those of the tables") {
  CHECK(normal_quantile(0.5) == doctest::Approx(0.0));
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959964));
  CHECK(normal_quantile(0.00001) == doctest::Approx(-4.264891));
}

TEST_CASE("activations are N(0, 1)") {
  std::vector<uint16_t> values(100'000);
  fill_token(1, Purpose::kTimedInput, 0, values);
  double sum = 0;
  double squares = 0;
  for (const uint16_t bits : values) {
    const double value = bf16_to_float(bits);
    sum += value;
    squares += value * value;
  }
  const auto count = static_cast<double>(values.size());
  CHECK(std::abs(sum / count) < 0.02);
  CHECK(squares / count == doctest::Approx(1.0).epsilon(0.02));
}

TEST_CASE("a token's activations do not depend on the batch, its place in it is all that counts") {
  constexpr size_t kWidth = 70;
  std::vector<uint16_t> batch(5 * kWidth);
  fill_tokens(9, Purpose::kCheckInput, kWidth, 2, batch);
  for (size_t token = 0; token < 5; ++token) {
    std::vector<uint16_t> alone(kWidth);
    fill_token(9, Purpose::kCheckInput, static_cast<int64_t>(token), alone);
    CHECK(
        std::equal(alone.begin(), alone.end(), batch.begin() + static_cast<long>(token * kWidth)));
  }
}

TEST_CASE("tokens to check: all of a small batch; else first, last and others, ascending") {
  CHECK(choose_tokens(3, 4, 1) == std::vector<int32_t>{0, 1, 2});
  CHECK(choose_tokens(1, 4, 1) == std::vector<int32_t>{0});
  const auto chosen = choose_tokens(1000, 4, 1);
  REQUIRE(chosen.size() == 4);
  CHECK(chosen.front() == 0);
  CHECK(chosen.back() == 999);
  CHECK(std::is_sorted(chosen.begin(), chosen.end()));
  CHECK(chosen != choose_tokens(1000, 4, 2));
}
