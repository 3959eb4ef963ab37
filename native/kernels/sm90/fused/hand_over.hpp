#pragma once
#include "kernels/sm90/fused/parts.hpp"
#include "kernels/sm90/fused/products.hpp"

namespace moe::sm90 {

/** Named barriers: the consumers of each team. */
inline constexpr uint32_t kFirstConsumersBarrier = 1;

template <class Traits>
MOE_DEVICE void sync_consumers() {
  ptx::named_barrier_sync(kFirstConsumersBarrier + team_id<Traits>(), Traits::kConsumerThreads);
}

/** Where a thread keeps the sums of a share: whole 16 bytes, neighbours side by side. */
template <class Traits>
MOE_DEVICE ptx::Vector4* partial_of(const GemmParams& params, uint32_t share, uint32_t piece) {
  auto* const sums = reinterpret_cast<ptx::Vector4*>(
      params.fused.partials + static_cast<int64_t>(share) * Traits::kPartialFloats);
  return sums + piece * Traits::kConsumerThreads + thread_of_team<Traits>();
}

/** Leaves the sums of this share's first part, whose tile another share ends. All consumers of the
 * team. */
template <class Traits>
MOE_DEVICE void hand_over(const GemmParams& params, uint32_t share, const WarpSums<Traits>& sums) {
  MOE_UNROLL
  for (uint32_t piece = 0; piece < Traits::kBlocksM * Traits::kBlocksN; ++piece) {
    const auto& four = sums.value[piece / Traits::kBlocksN][piece % Traits::kBlocksN];
    ptx::Vector4 packed;
    MOE_UNROLL
    for (int i = 0; i < 4; ++i) packed.word[i] = ptx::as_bits(four[i]);
    ptx::store_global(partial_of<Traits>(params, share, piece), packed);
  }
  sync_consumers<Traits>();
  if (thread_of_team<Traits>() == 0) ptx::raise_flag(params.fused.handed_over + share);
}

/** Adds what the shares before left of this one's last tile, nearest first. All consumers of the
 * team. */
template <class Traits>
MOE_DEVICE void take_over(const GemmParams& params, const PartSchedule<Traits>& schedule,
                          WarpSums<Traits>& sums) {
  constexpr uint32_t kPieces = Traits::kBlocksM * Traits::kBlocksN;
  // Shares whose sums are on their way together; the sums of 16 tokens leave no registers for two.
  constexpr uint32_t kAtOnce = Traits::kBlocksN == 1 ? 4 : 1;
  const uint32_t first = schedule.first_sharer(), own = schedule.share();
  for (uint32_t share = first + thread_of_team<Traits>(); share < own;
       share += Traits::kConsumerThreads) {
    ptx::wait_flag(params.fused.handed_over + share);
  }
  sync_consumers<Traits>();
  for (uint32_t end = own; end > first; end -= end - first < kAtOnce ? end - first : kAtOnce) {
    ptx::Vector4 other[kAtOnce][kPieces] = {};
    MOE_UNROLL
    for (uint32_t i = 0; i < kAtOnce; ++i) {
      if (end < first + 1 + i) continue;
      MOE_UNROLL
      for (uint32_t piece = 0; piece < kPieces; ++piece) {
        other[i][piece] = ptx::load_global(partial_of<Traits>(params, end - 1 - i, piece));
      }
    }
    MOE_UNROLL
    for (uint32_t i = 0; i < kAtOnce; ++i) {
      MOE_UNROLL
      for (uint32_t piece = 0; piece < kPieces; ++piece) {
        auto& four = sums.value[piece / Traits::kBlocksN][piece % Traits::kBlocksN];
        MOE_UNROLL
        for (int j = 0; j < 4; ++j) four[j] += ptx::as_float(other[i][piece].word[j]);
      }
    }
  }
}

}  // namespace moe::sm90
