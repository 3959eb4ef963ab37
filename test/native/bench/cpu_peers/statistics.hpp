#pragma once
#include <vector>

namespace moe::peers {

struct Interval {
  double median;
  double low;
  double high;
};

double median(std::vector<double> values);

/**
 * The median and its interval of at least 95 % by order statistics: from the r-th smallest to the
 * r-th largest value, r as large as the binomial distribution allows. Under six values no interval
 * has 95 %, and the range of the values is given.
 */
Interval median_interval(std::vector<double> values);

/** Root mean square of the difference over that of `expected`. */
double relative_error(const std::vector<float>& expected, const std::vector<float>& actual);

}  // namespace moe::peers
