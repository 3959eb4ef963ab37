#pragma once
#include <cstdint>

#include "kernels/sm90/ptx/types.hpp"

namespace moe::sm90 {

enum class Family { kOriginal, kPr12451, kStreaming, kFused };
enum class Schedule { kPingpong, kCooperative };
/** MOE_SCHEME_*: e2m1 with ue8m0 scales by bf16, or int4 with bf16 scales by e4m3. */
enum class Scheme { kMxfp4Bf16, kInt4Fp8 };

/** Weights of a row in 64 bytes, the row of a swizzled box of weights: four groups of 32 of e2m1,
 * whose scales make a word, or one group of 128 of int4. A stage holds one such slab; of int4 one,
 * two or four. */
inline constexpr int kTileK = 128;
/** `streaming`, `fused`: rows of a record, the contiguous piece of weights and scales that is
 * copied whole; see streaming/record.hpp and fused/record.hpp. */
inline constexpr int kRecordRows = 128;
inline constexpr int kRecordBytes = kRecordRows * (kTileK / 2 + kTileK / 32);
/** Shared memory that one block may use on sm_90, bytes (CUDA programming guide, technical
 * specifications per compute capability). */
inline constexpr int kSharedLimit = 232448;
inline constexpr int kMaxExperts = 512;
/** 12 stages of the smallest tile are 108 KB in flight per SM; 18 bytes per clock, an SM's share of
 * the memory bandwidth of an H200, need about 18 KB to cover 1000 clocks of latency. */
inline constexpr int kMaxStages = 12;
/** Teams of warps in a block of `fused`; see its traits. */
inline constexpr int kFusedTeams = 3;
/** Sums of the largest tile of `fused`. */
inline constexpr int kMostPartialFloats = 256 * 16;

/**
 * Every size that a grouped GEMM kernel, its host side and its tests derive from a tactic.
 * M is rows of weights (output channels), N is tokens, K is the contraction.
 */
template <Family family, int tile_m, int tile_n, Schedule schedule, int cluster_m, int cluster_n,
          Scheme scheme = Scheme::kMxfp4Bf16, int tile_k = kTileK>
struct GemmTraits {
  static constexpr Family kFamily = family;
  static constexpr Scheme kScheme = scheme;
  static constexpr bool kIsInt4 = scheme == Scheme::kInt4Fp8;
  /** K of a stage, and its slabs of kTileK. */
  static constexpr int kStageK = tile_k;
  static constexpr int kSlabs = tile_k / kTileK;
  static_assert(kIsInt4 ? kSlabs == 1 || kSlabs == 2 || kSlabs == 4 : kSlabs == 1);
  static constexpr Schedule kSchedule = schedule;
  static constexpr int kTileM = tile_m, kTileN = tile_n;
  static constexpr int kClusterM = cluster_m, kClusterN = cluster_n;
  static constexpr int kClusterSize = cluster_m * cluster_n;

  /** Warpgroup 0 loads, the others multiply: two of them, or one per 64 rows in `streaming`. */
  static constexpr bool kStreams = family == Family::kStreaming;
  static constexpr int kConsumerGroups = kStreams ? tile_m / 64 : 2;
  static constexpr int kThreads = 128 * (1 + kConsumerGroups);
  static constexpr int kBlocksPerSm = 1;
  static constexpr bool kPingpong = schedule == Schedule::kPingpong;
  /** Rows of a tile that one consumer warpgroup multiplies, and how many m64 that is. */
  static constexpr int kGroupRows = kPingpong ? tile_m : tile_m / kConsumerGroups;
  static constexpr int kBlocksM = kGroupRows / 64;
  static_assert(kGroupRows % 64 == 0, "a warpgroup multiplies 64 rows at a time");

  /** Registers per thread after setmaxnreg, and at launch, what the launch bound leaves of 65536:
   * 2*128*232 + 128*40 = 384*168; 4*128*112 + 128*24 < 640*96. */
  static constexpr int kConsumerRegisters = kConsumerGroups == 2 ? 232 : 112;
  static constexpr int kProducerRegisters = kConsumerGroups == 2 ? 40 : 24;
  static constexpr int kLaunchRegisters = kConsumerGroups == 2 ? 168 : 96;

  // One stage. Activations come first because their 128-byte swizzle needs 1024-byte alignment.
  /** Boxes of [tile_n, 128 bytes]: the two halves of 128 bf16, or the slabs of e4m3. */
  static constexpr int kActivationBoxes = kIsInt4 ? kSlabs : 2;
  static constexpr int kActivationBytes = kActivationBoxes * tile_n * 128;
  static constexpr int kWeightBytes = kSlabs * tile_m * kTileK / 2;  // slabs of [tile_m, 64] bytes
  /** The scales of a row in a stage: four ue8m0, or a bf16 per slab. */
  static constexpr int kScalePackBytes = kIsInt4 ? 2 * kSlabs : 4;
  static constexpr int kScaleBytes = tile_m * kScalePackBytes;  // [tile_m] packs
  /** Rows whose weights and scales one block of a cluster copies, and how far apart their scales
   * lie: copies begin at multiples of 128 bytes. */
  static constexpr int kShareRows = tile_m / cluster_n;
  static constexpr int kScaleShareBytes = (kShareRows * kScalePackBytes + 127) / 128 * 128;
  static constexpr int kCopiedBytes = kActivationBytes + kWeightBytes + kScaleBytes;
  static constexpr int kStageBytes =
      (kActivationBytes + kWeightBytes + cluster_n * kScaleShareBytes + 1023) / 1024 * 1024;

  /** Epilogue buffer of a warpgroup: [tile_n] rows of kGroupRows bf16, 16 bytes apart from a
   * multiple of 128 so that eight rows fall into different banks. */
  static constexpr int kOutputRowBytes = kGroupRows * 2 + 16;
  static constexpr int kOutputBytes = tile_n * kOutputRowBytes;

  static constexpr int kTableBytes = (kMaxExperts + 4) * 4;
  static constexpr int kMapBytes = 3 * 128;
  static constexpr int kBarrierBytes = (2 * kMaxStages + kConsumerGroups) * 8;
  static constexpr int kFixedBytes =
      1024 + kConsumerGroups * kOutputBytes + 128 + kMapBytes + kTableBytes + kBarrierBytes;
  static constexpr int kFittingStages = (kSharedLimit - kFixedBytes) / kStageBytes;
  static constexpr int kStages = kFittingStages < kMaxStages ? kFittingStages : kMaxStages;
  static_assert(kStages >= 2, "the tile leaves no room for two stages");
  static constexpr int kSharedBytes = kFixedBytes + kStages * kStageBytes;

  /** Tiles that the pull request groups along the minor dimension; 1 before it. */
  static constexpr int kMaxSwizzle = family == Family::kPr12451 ? 2 : 1;
};

/** Addresses of a block's shared memory; `base` is shared_base(). */
template <class Traits>
struct SharedLayout {
  uint32_t stages;  // kStages of kStageBytes, 1024-byte aligned
  uint32_t output;  // kConsumerGroups of kOutputBytes
  uint32_t maps;    // three tensor maps being edited, 128-byte aligned
  uint32_t table;   // [kMaxExperts + 1] first tile of each expert
  uint32_t full;    // [kStages] mbarriers: the stage's copies have landed
  uint32_t empty;   // [kStages] mbarriers: its readers are done
  uint32_t turn;    // [kConsumerGroups] mbarriers: pingpong, whose mainloop may run

  MOE_DEVICE constexpr explicit SharedLayout(uint32_t base)
      : stages((base + 1023u) & ~1023u),
        output(stages + Traits::kStages * Traits::kStageBytes),
        maps((output + Traits::kConsumerGroups * Traits::kOutputBytes + 127u) & ~127u),
        table(maps + Traits::kMapBytes),
        full(table + Traits::kTableBytes),
        empty(full + 8 * Traits::kStages),
        turn(empty + 8 * Traits::kStages) {}

  MOE_DEVICE constexpr uint32_t activations(uint32_t stage) const {
    return stages + stage * Traits::kStageBytes;
  }
  MOE_DEVICE constexpr uint32_t weights(uint32_t stage) const {
    return activations(stage) + Traits::kActivationBytes;
  }
  MOE_DEVICE constexpr uint32_t scales(uint32_t stage) const {
    return weights(stage) + Traits::kWeightBytes;
  }
  /** Where the weights (of the first slab) and scales of the rows from `row` on begin; rows of a
   * multiple of 32 lie together. */
  MOE_DEVICE constexpr uint32_t weights_of(uint32_t stage, uint32_t row) const {
    return Traits::kStreams ? record_of(stage, row) + row % kRecordRows * (kTileK / 2)
                            : weights(stage) + row * (kTileK / 2);
  }
  MOE_DEVICE constexpr uint32_t scales_of(uint32_t stage, uint32_t row) const {
    return Traits::kStreams
               ? record_of(stage, row) + kRecordRows * (kTileK / 2) + row % kRecordRows * 4
               : scales(stage) + row / Traits::kShareRows * Traits::kScaleShareBytes +
                     row % Traits::kShareRows * Traits::kScalePackBytes;
  }
  /** `streaming`: the record that holds a row; a stage's records lie one after the other. */
  MOE_DEVICE constexpr uint32_t record_of(uint32_t stage, uint32_t row) const {
    return weights(stage) + row / kRecordRows * kRecordBytes;
  }
};

/** Which stage comes next, and the parity of its barriers' phase. */
template <int kStages>
struct PipelineState {
  uint32_t stage = 0;
  uint32_t parity = 0;

  MOE_DEVICE constexpr void advance() {
    if (++stage == kStages) {
      stage = 0;
      parity ^= 1;
    }
  }
  MOE_DEVICE constexpr void advance(uint32_t count) {
    const uint32_t position = stage + count;
    parity ^= (position / kStages) & 1;
    stage = position % kStages;
  }
};

}  // namespace moe::sm90
