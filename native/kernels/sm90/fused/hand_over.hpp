#pragma once
#include "kernels/sm90/fused/parts.hpp"
#include "kernels/sm90/fused/products.hpp"

namespace moe::sm90 {

inline constexpr uint32_t kConsumersBarrier = 1;

/** Where a thread keeps a block's sums: whole 16 bytes, neighbours side by side. */
template <class Traits>
MOE_DEVICE ptx::Vector4* partial_of(const GemmParams& params, uint32_t block, uint32_t piece) {
  auto* const sums = reinterpret_cast<ptx::Vector4*>(
      params.fused.partials + static_cast<int64_t>(block) * Traits::kPartialFloats);
  return sums + piece * Traits::kConsumerThreads + ptx::thread_id();
}

/** Leaves the sums of this block's first part, whose tile another block ends. All consumers. */
template <class Traits>
MOE_DEVICE void hand_over(const GemmParams& params, const WarpSums<Traits>& sums) {
  MOE_UNROLL
  for (uint32_t piece = 0; piece < Traits::kBlocksM * Traits::kBlocksN; ++piece) {
    const auto& four = sums.value[piece / Traits::kBlocksN][piece % Traits::kBlocksN];
    ptx::Vector4 packed;
    MOE_UNROLL
    for (int i = 0; i < 4; ++i) packed.word[i] = ptx::as_bits(four[i]);
    ptx::store_global(partial_of<Traits>(params, ptx::block_id(), piece), packed);
  }
  ptx::named_barrier_sync(kConsumersBarrier, Traits::kConsumerThreads);
  if (ptx::thread_id() == 0) ptx::raise_flag(params.fused.handed_over + ptx::block_id());
}

/** Adds what the blocks before left of this block's last tile, nearest first. All consumers. */
template <class Traits>
MOE_DEVICE void take_over(const GemmParams& params, const PartSchedule<Traits>& schedule,
                          WarpSums<Traits>& sums) {
  constexpr uint32_t kPieces = Traits::kBlocksM * Traits::kBlocksN;
  // Blocks whose sums are on their way together; the sums of 16 tokens leave no registers for two.
  constexpr uint32_t kAtOnce = Traits::kBlocksN == 1 ? 4 : 1;
  const uint32_t first = schedule.first_sharer();
  for (uint32_t block = first + ptx::thread_id(); block < ptx::block_id();
       block += Traits::kConsumerThreads) {
    ptx::wait_flag(params.fused.handed_over + block);
  }
  ptx::named_barrier_sync(kConsumersBarrier, Traits::kConsumerThreads);
  for (uint32_t end = ptx::block_id(); end > first;
       end -= end - first < kAtOnce ? end - first : kAtOnce) {
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
