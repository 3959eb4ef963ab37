#pragma once
#include "kernels/sm90/gemm/expert_grid.hpp"
#include "kernels/sm90/gemm/params.hpp"
#include "kernels/sm90/gemm/traits.hpp"
#include "kernels/sm90/gemm/warp_scan.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** One tile of a block; parts of it may lie outside the expert's rows or tokens. */
struct Tile {
  int32_t expert;
  int32_t first_channel;  // first of kTileM rows of weights
  int32_t first_token;    // first of kTileN rows of the expert's input
  int32_t expert_row;     // the expert's first row in input and output
  int32_t num_tokens;     // the expert's rows
};

template <class Traits>
MOE_DEVICE ExpertGrid grid_of(int32_t rows, int32_t num_tokens) {
  constexpr int32_t kRowsPerCluster = Traits::kTileM * Traits::kClusterM;
  constexpr int32_t kTokensPerCluster = Traits::kTileN * Traits::kClusterN;
  return {(rows + kRowsPerCluster - 1) / kRowsPerCluster,
          (num_tokens + kTokensPerCluster - 1) / kTokensPerCluster, Traits::kMaxSwizzle};
}

/**
 * Fills the table of first tiles, [E + 1]: experts without tokens take no tile. Run by one warp, 32
 * experts at a time.
 */
template <class Traits>
MOE_DEVICE void fill_tile_table(const GemmParams& params, uint32_t table) {
  const int32_t lane = static_cast<int32_t>(ptx::lane_id());
  uint32_t total = 0;
  for (int32_t base = 0; base < params.num_experts; base += 32) {
    const int32_t expert = base + lane;
    uint32_t tiles = 0;
    if (expert < params.num_experts) {
      const int32_t begin = ptx::load_global(params.first_row + expert);
      const int32_t end = ptx::load_global(params.first_row + expert + 1);
      tiles = begin == end
                  ? 0
                  : static_cast<uint32_t>(grid_of<Traits>(params.rows, end - begin).count());
    }
    const uint32_t sum = sum_up_to_lane(tiles);
    if (expert < params.num_experts) {
      ptx::store_shared_u32(table + static_cast<uint32_t>(expert) * 4, total + sum - tiles);
    }
    total += ptx::shuffle(sum, 31);
  }
  if (lane == 0) {
    ptx::store_shared_u32(table + static_cast<uint32_t>(params.num_experts) * 4, total);
  }
}

/**
 * The last expert whose first tile is not after `tile`: experts without tiles are passed over,
 * because the next one begins at the same tile.
 * @param table  [num_experts + 1] first tiles, in shared memory
 */
MOE_DEVICE int32_t expert_of_tile(uint32_t table, int32_t num_experts, uint32_t tile) {
  int32_t low = 0;
  int32_t high = num_experts;
  while (high - low > 1) {
    const int32_t middle = (low + high) / 2;
    if (ptx::load_shared_u32(table + static_cast<uint32_t>(middle) * 4) <= tile) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The tiles of this block, in order. Every warp walks the same list. */
template <class Traits>
class TileSchedule {
 public:
  MOE_DEVICE TileSchedule(const GemmParams& params, uint32_t table)
      : params_(params),
        table_(table),
        total_(ptx::load_shared_u32(table + static_cast<uint32_t>(params.num_experts) * 4)),
        next_(ptx::block_id() / Traits::kClusterSize),
        step_(ptx::num_blocks() / Traits::kClusterSize),
        rank_(Traits::kClusterSize == 1 ? 0 : ptx::cluster_rank()) {}

  /** False when there is no tile left. */
  MOE_DEVICE bool next(Tile& tile) {
    for (; next_ < total_; next_ += step_) {
      const int32_t expert = expert_of_tile(table_, params_.num_experts, next_);
      const int32_t begin = ptx::load_global(params_.first_row + expert);
      const int32_t tokens = ptx::load_global(params_.first_row + expert + 1) - begin;
      const uint32_t first = ptx::load_shared_u32(table_ + static_cast<uint32_t>(expert) * 4);
      const GridPosition position =
          grid_of<Traits>(params_.rows, tokens).at(static_cast<int32_t>(next_ - first));
      if (position.inside) {
        const auto rank_m = static_cast<int32_t>(rank_ % Traits::kClusterM);
        const auto rank_n = static_cast<int32_t>(rank_ / Traits::kClusterM);
        tile = {expert, (position.m * Traits::kClusterM + rank_m) * Traits::kTileM,
                (position.n * Traits::kClusterN + rank_n) * Traits::kTileN, begin, tokens};
        next_ += step_;
        return true;
      }
    }
    return false;
  }

 private:
  const GemmParams& params_;
  uint32_t table_;
  uint32_t total_;
  uint32_t next_;
  uint32_t step_;
  uint32_t rank_;
};

}  // namespace moe::sm90
