#pragma once
#include "kernels/sm90/gemm/traits.hpp"

namespace moe::sm90 {

/** The scales of a row in a record of `fused`: four ue8m0, or one bf16. */
MOE_DEVICE constexpr int fused_scale_bytes(Scheme scheme) {
  return scheme == Scheme::kInt4Fp8 ? 2 : 4;
}
/** A record of `fused`: 128 rows of 128 k and their scales; see fused/record.hpp. */
MOE_DEVICE constexpr int fused_record_bytes(Scheme scheme) {
  return kRecordRows * (kTileK / 2 + fused_scale_bytes(scheme));
}

/**
 * Sizes of `fused`: warps multiply on their own (mma.sync), 64 rows of weights each, because a tile
 * of 8 tokens leaves a warpgroup's wgmma nothing to share. A block fills an SM and is three teams
 * of four such warps and one that loads. Teams share tables only, so that one's epilogue runs
 * beside the others' products; three are faster than two (H200-history.md).
 *
 * They are not blocks, because five warps are one more than an SM has schedulers: three such blocks
 * fit only where each doubles on another one, and after other kernels' blocks had come and gone a
 * block often found no place until one of its own grid had ended (H200-history.md).
 */
template <int tile_m, int tile_n, Schedule schedule, Scheme scheme>
struct GemmTraits<Family::kFused, tile_m, tile_n, schedule, 1, 1, scheme, kTileK> {
  static constexpr Family kFamily = Family::kFused;
  static constexpr Scheme kScheme = scheme;
  static constexpr bool kIsInt4 = scheme == Scheme::kInt4Fp8;
  static constexpr Schedule kSchedule = schedule;
  static constexpr int kTileM = tile_m, kTileN = tile_n;
  static constexpr int kClusterM = 1, kClusterN = 1, kClusterSize = 1;
  /** Three are faster than two at 64 tokens a batch: 2.4 % of 8 tokens (H200 and H100), 6 % of 16
   * (H200, 2026-11-26); four of 8 are slower by 2 %. */
  static constexpr int kTeams = kFusedTeams;
  static constexpr int kBlocksPerSm = 1;

  static constexpr int kWarpRows = 64;
  static constexpr int kConsumerWarps = tile_m / kWarpRows;
  static constexpr int kConsumerThreads = 32 * kConsumerWarps;
  static constexpr int kTeamWarps = kConsumerWarps + 1;  // the last one loads
  static constexpr int kThreads = kTeams * kTeamWarps * 32;
  /** m16 by n8 products of a warp. */
  static constexpr int kBlocksM = kWarpRows / 16, kBlocksN = tile_n / 8;
  static_assert(tile_m % kRecordRows == 0 && kRecordRows % kWarpRows == 0 && tile_n % 8 == 0);

  /** Registers per thread: what a scheduler's share of the warps leaves of its 512 per lane, a
   * multiple of 8; roles do not trade any. */
  static constexpr int kWarpsPerScheduler = (kThreads / 32 + 3) / 4;
  static constexpr int kLaunchRegisters = 512 / kWarpsPerScheduler / 8 * 8;
  static constexpr int kConsumerRegisters = kLaunchRegisters;
  static constexpr int kProducerRegisters = kLaunchRegisters;

  // One stage: records, then [tile_n] tokens of 128 bf16, or f16 for int4, 16 bytes apart from a
  // multiple of 128 so that the eight rows of an ldmatrix fall into different banks.
  static constexpr int kRecordBytes = fused_record_bytes(scheme);
  static constexpr int kRecords = tile_m / kRecordRows;
  static constexpr int kTokenBytes = kTileK * 2 + 16;
  static constexpr int kWeightBytes = kRecords * kRecordBytes;
  static constexpr int kStageBytes = kWeightBytes + tile_n * kTokenBytes;
  static_assert(kStageBytes % 16 == 0);

  static constexpr int kTableBytes = (kMaxExperts + 4) * 4;
  static constexpr int kWarpSumBytes = kThreads / 32 * 16;
  static constexpr int kBarrierBytes = kTeams * 2 * kMaxStages * 8;
  static constexpr int kFixedBytes = 16 + 2 * kTableBytes + kWarpSumBytes + kBarrierBytes;
  static constexpr int kFittingStages = (kSharedLimit - kFixedBytes) / kStageBytes / kTeams;
  /** Of a team. */
  static constexpr int kStages = kFittingStages < kMaxStages ? kFittingStages : kMaxStages;
  static_assert(kStages >= 2, "the tile leaves no room for two stages");
  static constexpr int kSharedBytes = kFixedBytes + kTeams * kStages * kStageBytes;

  /** Sums of one tile that a team hands to another, fp32. */
  static constexpr int kPartialFloats = tile_m * tile_n;
  static_assert(kPartialFloats <= kMostPartialFloats);
};

/** Addresses of a `fused` block's shared memory, as one of its teams sees it. */
template <class Traits>
struct FusedLayout {
  uint32_t stages;    // kStages of kStageBytes, this team's
  uint32_t table;     // [kMaxExperts + 1] first tile of each expert
  uint32_t rows;      // [kMaxExperts + 1] first row of each expert
  uint32_t warp_sum;  // [kThreads / 32], 16 bytes apart: tiles of the experts that a warp counted
  uint32_t full;      // [kStages] mbarriers of the team: the stage's copies have landed
  uint32_t empty;     // [kStages] mbarriers of the team: its readers are done

  MOE_DEVICE constexpr FusedLayout(uint32_t base, uint32_t team)
      : stages(((base + 15u) & ~15u) + team * (Traits::kStages * Traits::kStageBytes)),
        table(((base + 15u) & ~15u) + Traits::kTeams * Traits::kStages * Traits::kStageBytes),
        rows(table + Traits::kTableBytes),
        warp_sum(rows + Traits::kTableBytes),
        full(warp_sum + Traits::kWarpSumBytes + team * (2 * kMaxStages * 8)),
        empty(full + 8 * kMaxStages) {}

  MOE_DEVICE constexpr uint32_t weights(uint32_t stage) const {
    return stages + stage * Traits::kStageBytes;
  }
  MOE_DEVICE constexpr uint32_t tokens(uint32_t stage) const {
    return weights(stage) + Traits::kWeightBytes;
  }
};

}  // namespace moe::sm90
