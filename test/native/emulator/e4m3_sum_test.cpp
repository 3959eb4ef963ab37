/** Sums of e4m3 products as an H100 was measured to make them (test/native/device/sm90_sums.cu). */
#include "emulator/e4m3_sum.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using moe::emulator::E4m3Products;

namespace {

struct Product {
  float a, b;
};

/** Of one element; a neighbour with other summands must not matter. */
float add(float sum, const std::vector<Product>& products) {
  float a[E4m3Products::kMostK] = {}, b[E4m3Products::kMostK][E4m3Products::kMostN] = {};
  for (size_t k = 0; k < products.size(); ++k) {
    a[k] = products[k].a;
    b[k][0] = products[k].b;
    b[k][1] = 448;
  }
  float sums[2] = {sum, 1000};
  E4m3Products(b, E4m3Products::kMostK, 2).add(sums, a);
  return sums[0];
}

float power(int exponent) { return std::ldexp(1.0f, exponent); }

}  // namespace

TEST_CASE("13 bits below the largest summand are kept, whether product or sum so far") {
  CHECK(add(0, {{16, 16}, {1, power(-5)}}) == 256 + power(-5));
  CHECK(add(0, {{16, 16}, {1, power(-6)}}) == 256);
  CHECK(add(1, {{power(-6), power(-7)}}) == 1 + power(-13));
  CHECK(add(1, {{power(-6), power(-8)}}) == 1);
  CHECK(add(power(-13), {{1, 1}}) == 1 + power(-13));
  CHECK(add(power(-14), {{1, 1}}) == 1);
}

TEST_CASE("what is below is cut off each summand, toward zero") {
  const Product half{power(-6), power(-8)}, quarter{power(-6), power(-9)};
  CHECK(add(1, {half, half}) == 1);
  CHECK(add(1, {half, quarter}) == 1);
  CHECK(add(1, {{-half.a, half.b}}) == 1);
  CHECK(add(-1, {half}) == -1);
}

TEST_CASE("the result is cut to 13 bits below its own leading one") {
  CHECK(add(1 + power(-13), {{1, 1}}) == 2);
  CHECK(add(0, {{1.5f, 1.5f}, {power(-6), power(-6)}}) == 2.25f + power(-12));
  CHECK(add(0, {{1.5f, 1.5f}, {power(-6), power(-7)}}) == 2.25f);
}

TEST_CASE("a product stands where its factors' exponents say") {
  const Product last{power(-6), power(-7)};
  CHECK(add(0, {{1.5f, 1.5f}, {1.5f, -1.5f}, last}) == power(-13));
  // 2^-9 is subnormal and stands at 2^-6: 1/2 = 2^-9 x 2^8 leaves ten bits of thirteen.
  CHECK(add(0, {{power(-9), 256}, {power(-5), power(-6)}}) == 0.5f + power(-11));
  CHECK(add(0, {{power(-9), 256}, {power(-6), power(-6)}}) == 0.5f);
  CHECK(add(0, {{0, 256}, {power(-5), 16}, {power(-6), power(-8)}}) == 0.5f + power(-14));
}

TEST_CASE("nothing is nothing, and what is no number stays none") {
  CHECK(add(0, {}) == 0);
  CHECK(add(0, {{0, 3}}) == 0);
  CHECK(add(0, {{3, 5}, {3, -5}}) == 0);
  CHECK(std::isnan(add(0, {{std::nanf(""), 1}})));
  CHECK(std::isnan(add(0, {{0, std::nanf("")}, {1, 1}})));
  CHECK(std::isnan(add(std::nanf(""), {{0, 1}})));
}
