#include "bench/cpu_peers/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moe::peers {

namespace {

/** How many values may be left out at each end of n for a coverage of 95 %. */
size_t outside(size_t n) {
  // P(fewer than r of n fall below the median) for r = 1, 2, ...; both tails together under 5 %.
  double term = std::pow(0.5, static_cast<double>(n));
  double tail = term;
  size_t left_out = 0;
  for (size_t r = 1; r <= n / 2 && 2.0 * tail <= 0.05; ++r) {
    left_out = r - 1;
    term *= static_cast<double>(n - r + 1) / static_cast<double>(r);
    tail += term;
  }
  return left_out;
}

}  // namespace

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Interval median_interval(std::vector<double> values) {
  std::ranges::sort(values);
  const size_t left_out = outside(values.size());
  return {median(values), values[left_out], values[values.size() - 1 - left_out]};
}

double relative_error(const std::vector<float>& expected, const std::vector<float>& actual) {
  double difference = 0.0;
  double size = 0.0;
  for (size_t i = 0; i < expected.size(); ++i) {
    difference += std::pow(static_cast<double>(actual[i]) - static_cast<double>(expected[i]), 2);
    size += std::pow(static_cast<double>(expected[i]), 2);
  }
  const double ratio = std::sqrt(difference / size);
  return std::isfinite(ratio) ? ratio : std::numeric_limits<double>::infinity();
}

}  // namespace moe::peers
