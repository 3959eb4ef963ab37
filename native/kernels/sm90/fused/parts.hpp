#pragma once
#include "kernels/sm90/fused/traits.hpp"
#include "kernels/sm90/gemm/params.hpp"
#include "kernels/sm90/gemm/warp_scan.hpp"
#include "kernels/sm90/ptx/ptx.hpp"

namespace moe::sm90 {

/** Teams: see the traits. The whole warp asks each of these. */
template <class Traits>
MOE_DEVICE uint32_t team_id() {
  return ptx::warp_id() / Traits::kTeamWarps;
}
template <class Traits>
MOE_DEVICE uint32_t warp_of_team() {
  return ptx::warp_id() % Traits::kTeamWarps;
}
template <class Traits>
MOE_DEVICE uint32_t thread_of_team() {
  return ptx::thread_id() % (Traits::kTeamWarps * 32);
}
/** What a team works on is a share; those of a block lie side by side. */
template <class Traits>
MOE_DEVICE uint32_t share_id() {
  return ptx::block_id() * Traits::kTeams + team_id<Traits>();
}

/**
 * Consumers work out their first part when the loading warp has asked for its first stage, which
 * takes longer to land: beside it they take the issue slots of its scheduler.
 */
template <class Traits>
class TeamStart {
 public:
  MOE_DEVICE TeamStart() : barrier_(1 + team_id<Traits>()) {}
  /** By the loading warp, once, also where there is nothing to ask for. */
  MOE_DEVICE void give() const { ptx::named_barrier_arrive(barrier_, kThreads); }
  MOE_DEVICE void wait() const { ptx::named_barrier_sync(barrier_, kThreads); }

 private:
  static constexpr uint32_t kThreads = Traits::kTeamWarps * 32;
  uint32_t barrier_;  // 0 is the block's
};

/** A run of K tiles of one tile; channels beyond the weights' rows are not stored. */
struct Part {
  int32_t expert;
  int32_t first_channel;  // of kTileM rows of weights
  int32_t first_row;      // of the tile's tokens, in the order of the experts
  int32_t num_tokens;     // 1 to kTileN
  int32_t k_begin, k_end;
  int32_t k_tiles;  // of the whole tile

  MOE_DEVICE bool begins() const { return k_begin == 0; }
  MOE_DEVICE bool ends() const { return k_end == k_tiles; }
};

/**
 * Fills the tables of first tiles and first rows, [E + 1] each. A thread counts two experts, and
 * those that there are not as empty; the whole block calls.
 */
template <class Traits>
MOE_DEVICE void fill_part_tables(const GemmParams& params, const FusedLayout<Traits>& shared) {
  constexpr uint32_t kEach = kMaxExperts / Traits::kThreads + 1;
  const uint32_t lane = ptx::lane_id(), warp = ptx::warp_id();
  const uint32_t expert = ptx::thread_id() * kEach;
  const int32_t tiles_m = (params.rows + Traits::kTileM - 1) / Traits::kTileM;
  int32_t row[kEach + 1];
  MOE_UNROLL
  for (uint32_t i = 0; i <= kEach; ++i) {
    const uint32_t last = static_cast<uint32_t>(params.num_experts);
    row[i] = ptx::load_global(params.first_row + (expert + i < last ? expert + i : last));
  }
  uint32_t tiles[kEach], own = 0;
  MOE_UNROLL
  for (uint32_t i = 0; i < kEach; ++i) {
    const int32_t tokens = row[i + 1] - row[i];
    tiles[i] = static_cast<uint32_t>((tokens + Traits::kTileN - 1) / Traits::kTileN * tiles_m);
    own += tiles[i];
  }
  const uint32_t sum = sum_up_to_lane(own);
  if (lane == 31) ptx::store_shared_u32(shared.warp_sum + warp * 16, sum);
  ptx::block_sync();
  static_assert(Traits::kThreads <= 32 * 32, "a lane adds one warp's sum");
  const uint32_t of_warp = lane < warp ? ptx::load_shared_u32(shared.warp_sum + lane * 16) : 0;
  uint32_t first = ptx::warp_add(of_warp) + sum - own;
  MOE_UNROLL
  for (uint32_t i = 0; i < kEach; ++i) {
    if (expert + i <= kMaxExperts) {
      ptx::store_shared_u32(shared.table + (expert + i) * 4, first);
      ptx::store_shared_u32(shared.rows + (expert + i) * 4, static_cast<uint32_t>(row[i]));
    }
    first += tiles[i];
  }
}

/**
 * The parts of one share. All K tiles of all tiles are one sequence, dealt evenly and contiguously
 * to the blocks and by them to their teams, so that all end together whatever the number of tiles.
 * A team walks its share from the end, so the tile that it has in common with the next share comes
 * first and the one that it has in common with the share before comes last, when that team has long
 * handed over its sums.
 */
template <class Traits>
class PartSchedule {
 public:
  MOE_DEVICE PartSchedule(const GemmParams& params, const FusedLayout<Traits>& shared)
      : table_(shared.table),
        rows_(shared.rows),
        k_tiles_(static_cast<uint32_t>(params.k + kTileK - 1) / kTileK),
        share_(share_id<Traits>()) {
    const uint32_t blocks = ptx::num_blocks();
    total_ =
        k_tiles_ * ptx::load_shared_u32(table_ + static_cast<uint32_t>(params.num_experts) * 4);
    each_ = total_ / blocks;
    left_over_ = total_ - each_ * blocks;
    begin_ = position_of(share_);
    next_ = position_of(share_ + 1);
  }

  /** False when there is no part left. The whole warp calls. */
  MOE_DEVICE bool next(Part& part) {
    if (next_ <= begin_) return false;
    const uint32_t tile = (next_ - 1) / k_tiles_, start = tile * k_tiles_;
    const uint32_t begin = begin_ > start ? begin_ : start;
    const int32_t expert = expert_of(tile);
    const int32_t row = row_of(expert), tokens = row_of(expert + 1) - row;
    const uint32_t tiles_n = (static_cast<uint32_t>(tokens) + Traits::kTileN - 1) / Traits::kTileN;
    const uint32_t place = tile - ptx::load_shared_u32(table_ + static_cast<uint32_t>(expert) * 4);
    // A division is 20 instructions, and most experts of small batches have one tile of tokens.
    const uint32_t place_m = tiles_n == 1 ? place : place / tiles_n;
    const auto first_token = static_cast<int32_t>((place - place_m * tiles_n) * Traits::kTileN);
    const int32_t left = tokens - first_token;
    part = {expert,
            static_cast<int32_t>(place_m) * Traits::kTileM,
            row + first_token,
            left < Traits::kTileN ? left : Traits::kTileN,
            static_cast<int32_t>(begin - start),
            static_cast<int32_t>(next_ - start),
            static_cast<int32_t>(k_tiles_)};
    next_ = begin;
    return true;
  }

  MOE_DEVICE uint32_t share() const { return share_; }
  /** The first share of the tile of this one's last part; all from it to this one have some. */
  MOE_DEVICE uint32_t first_sharer(const Part& last) const {
    const uint32_t start = begin_ - static_cast<uint32_t>(last.k_begin);
    uint32_t share = share_;
    while (position_of(share) > start) --share;
    return share;
  }

 private:
  /**
   * Where a share begins. What does not divide is dealt to the first blocks, one each, and to the
   * first teams; where there is no K tile for each team, to the first shares: one without any has
   * none after it with any, since it would hand nothing over.
   */
  MOE_DEVICE uint32_t position_of(uint32_t share) const {
    constexpr uint32_t kTeams = Traits::kTeams;
    if (each_ < kTeams) return share < total_ ? share : total_;
    const uint32_t block = share / kTeams, team = share % kTeams;
    const uint32_t of_block = each_ + (block < left_over_ ? 1 : 0);
    return block * each_ + (block < left_over_ ? block : left_over_) +
           (team * of_block + kTeams - 1) / kTeams;
  }

  /**
   * The last expert whose first tile is not after `tile`: experts without tiles are passed over,
   * because the next one begins at the same tile. In two steps of an entry per lane, since nothing
   * is loaded before it is known and halving would be nine loads one after the other.
   */
  MOE_DEVICE int32_t expert_of(uint32_t tile) const {
    constexpr uint32_t kStride = kMaxExperts / 32;
    static_assert(kStride <= 32);
    const auto not_after = [&](uint32_t entry) {
      return ptx::load_shared_u32(table_ + entry * 4) <= tile;
    };
    const uint32_t lane = ptx::lane_id_anew();  // else the tile of 16 tokens spills
    const uint32_t chunk = ptx::count_bits(ptx::ballot(not_after(lane * kStride))) - 1;
    const uint32_t first = chunk * kStride;
    const bool is_before = lane < kStride && not_after(first + lane % kStride);
    return static_cast<int32_t>(first + ptx::count_bits(ptx::ballot(is_before)) - 1);
  }

  MOE_DEVICE int32_t row_of(int32_t expert) const {
    return static_cast<int32_t>(ptx::load_shared_u32(rows_ + static_cast<uint32_t>(expert) * 4));
  }

  uint32_t table_;
  uint32_t rows_;
  uint32_t k_tiles_;
  uint32_t share_;
  uint32_t total_;      // K tiles of all shares
  uint32_t each_;       // of a block
  uint32_t left_over_;  // blocks that have one more
  uint32_t begin_;
  uint32_t next_;
};

}  // namespace moe::sm90
