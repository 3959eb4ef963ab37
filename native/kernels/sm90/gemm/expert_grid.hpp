#pragma once
#include <cstdint>

#include "kernels/sm90/ptx/types.hpp"

namespace moe::sm90 {

/** Position of a cluster of tiles in the grid of one expert. */
struct GridPosition {
  int32_t m;
  int32_t n;
  bool inside;  // false: padding of the swizzle
};

/**
 * The order in which the tiles of one expert are handed out, in units of clusters. The heuristic
 * raster runs along the shorter dimension first, so that its tiles share what the other dimension
 * loads; `swizzle` lines of the longer dimension are taken together where there are that many.
 */
struct ExpertGrid {
  int32_t clusters_m;
  int32_t clusters_n;
  int32_t swizzle;

  MOE_DEVICE constexpr ExpertGrid(int32_t m, int32_t n, int32_t max_swizzle)
      : clusters_m(m), clusters_n(n), swizzle(max_swizzle >= 2 && m >= 2 && n >= 2 ? 2 : 1) {}

  MOE_DEVICE constexpr bool along_m() const { return clusters_n > clusters_m; }
  MOE_DEVICE constexpr int32_t major() const { return along_m() ? clusters_m : clusters_n; }
  MOE_DEVICE constexpr int32_t minor() const { return along_m() ? clusters_n : clusters_m; }

  /** Positions that are handed out, padding included. */
  MOE_DEVICE constexpr int32_t count() const {
    return major() * ((minor() + swizzle - 1) / swizzle * swizzle);
  }

  MOE_DEVICE constexpr GridPosition at(int32_t index) const {
    const int32_t band = index / swizzle;
    const int32_t along = band % major();
    const int32_t across = band / major() * swizzle + index % swizzle;
    return along_m() ? GridPosition{along, across, across < minor()}
                     : GridPosition{across, along, across < minor()};
  }
};

}  // namespace moe::sm90
