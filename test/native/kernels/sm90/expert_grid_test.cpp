#include "kernels/sm90/gemm/expert_grid.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <set>
#include <utility>
#include <vector>

namespace moe::sm90 {

namespace {

std::vector<std::pair<int, int>> order_of(const ExpertGrid& grid) {
  std::vector<std::pair<int, int>> order;
  for (int index = 0; index < grid.count(); ++index) {
    const GridPosition position = grid.at(index);
    if (position.inside) order.emplace_back(position.m, position.n);
  }
  return order;
}

}  // namespace

TEST_CASE("every cluster of tiles is handed out exactly once, whatever the grid and the swizzle") {
  for (int m = 1; m <= 9; ++m) {
    for (int n = 1; n <= 9; ++n) {
      for (const int swizzle : {1, 2}) {
        const auto order = order_of({m, n, swizzle});
        CHECK(order.size() == static_cast<size_t>(m * n));
        CHECK(std::set(order.begin(), order.end()).size() == order.size());
      }
    }
  }
}

TEST_CASE("without swizzle the heuristic raster runs along the shorter dimension first") {
  CHECK(order_of({3, 2, 1}) ==
        std::vector<std::pair<int, int>>{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}, {2, 1}});
  CHECK(order_of({2, 3, 1}) ==
        std::vector<std::pair<int, int>>{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {0, 2}, {1, 2}});
}

TEST_CASE("swizzle 2 takes two lines of the longer dimension together") {
  CHECK(order_of({3, 2, 2}) ==
        std::vector<std::pair<int, int>>{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {2, 0}, {2, 1}});
}

TEST_CASE("swizzle needs two lines in both dimensions") {
  CHECK(ExpertGrid(32, 1, 2).swizzle == 1);
  CHECK(ExpertGrid(1, 32, 2).swizzle == 1);
}

}  // namespace moe::sm90
