#pragma once
#include "kernels/sm90/fused/parts.hpp"
#include "kernels/sm90/fused/products.hpp"

namespace moe::sm90 {

/** What fp32 arithmetic gives for a NaN. */
inline constexpr uint32_t kNan = 0x7FFFFFFF;

/** Where a thread keeps its sums of a share, 16 bytes at a time: neighbours side by side. */
template <class Traits>
MOE_DEVICE ptx::Vector4* partials_of(const GemmParams& params, uint32_t share) {
  auto* const sums = reinterpret_cast<ptx::Vector4*>(
      params.fused.partials + static_cast<int64_t>(share) * Traits::kPartialFloats);
  return sums + thread_of_team<Traits>();
}

/**
 * Leaves the sums of this share's first part, whose tile another share ends: each thread's for the
 * thread of its number there. Memory for sums is kUnpublished wherever none are on their way, so
 * sums need no flag beside them, for which stores would have to be waited for first: a warp stood
 * still for 2 us of its team's 48 (H200, 4 tokens, 2026-11-27).
 */
template <class Traits>
MOE_DEVICE void hand_over(const GemmParams& params, uint32_t share, const WarpSums<Traits>& sums) {
  ptx::Vector4* const to = partials_of<Traits>(params, share);
  MOE_UNROLL
  for (uint32_t piece = 0; piece < Traits::kBlocksM * Traits::kBlocksN; ++piece) {
    const auto& four = sums.value[piece / Traits::kBlocksN][piece % Traits::kBlocksN];
    ptx::Vector4 packed;
    MOE_UNROLL
    for (int i = 0; i < 4; ++i) {
      const uint32_t bits = ptx::as_bits(four[i]);
      packed.word[i] = bits == ptx::kUnpublished ? kNan : bits;
    }
    ptx::publish(to + piece * Traits::kConsumerThreads, packed);
  }
}

/** Sums of one share on their way. */
template <class Traits>
class SumsOfOther {
 public:
  MOE_DEVICE void load(const ptx::Vector4* from) {
    MOE_UNROLL
    for (uint32_t i = 0; i < kPieces; ++i) {
      piece_[i] = ptx::load_published(from + i * Traits::kConsumerThreads);
    }
  }
  MOE_DEVICE bool are_there() const {
    bool result = true;
    MOE_UNROLL
    for (uint32_t i = 0; i < kPieces; ++i) result = result && ptx::is_published(piece_[i]);
    return result;
  }
  MOE_DEVICE void add_to(WarpSums<Traits>& sums) const {
    MOE_UNROLL
    for (uint32_t i = 0; i < kPieces; ++i) {
      auto& four = sums.value[i / Traits::kBlocksN][i % Traits::kBlocksN];
      MOE_UNROLL
      for (int j = 0; j < 4; ++j) four[j] += ptx::as_float(piece_[i].word[j]);
    }
  }
  MOE_DEVICE static void clear(ptx::Vector4* at) {
    MOE_UNROLL
    for (uint32_t i = 0; i < kPieces; ++i) {
      ptx::store_global(at + i * Traits::kConsumerThreads, ptx::kNothingPublished);
    }
  }

 private:
  static constexpr uint32_t kPieces = Traits::kBlocksM * Traits::kBlocksN;
  ptx::Vector4 piece_[kPieces];
};

/** Adds what the shares before left of this one's last tile, nearest first, and leaves the memory
 * as it was before. */
template <class Traits>
MOE_DEVICE void take_over(const GemmParams& params, uint32_t first_share, uint32_t own,
                          WarpSums<Traits>& sums) {
  // Shares whose sums are on their way together; the sums of 16 tokens leave no registers for two.
  constexpr uint32_t kAtOnce = Traits::kBlocksN == 1 ? 2 : 1;
  constexpr int64_t kApart = Traits::kPartialFloats / 4;
  ptx::Vector4* nearest = partials_of<Traits>(params, own) - kApart;
  for (uint32_t left = own - first_share; left > 0;) {
    const uint32_t count = left < kAtOnce ? left : kAtOnce;
    SumsOfOther<Traits> other[kAtOnce];
    for (bool are_there = false; !are_there;) {
      MOE_UNROLL
      for (uint32_t i = 0; i < kAtOnce; ++i) {
        if (i < count) other[i].load(nearest - i * kApart);
      }
      are_there = true;
      MOE_UNROLL
      for (uint32_t i = 0; i < kAtOnce; ++i) {
        if (i < count) are_there = are_there && other[i].are_there();
      }
    }
    MOE_UNROLL
    for (uint32_t i = 0; i < kAtOnce; ++i) {
      if (i >= count) continue;
      other[i].add_to(sums);
      SumsOfOther<Traits>::clear(nearest - i * kApart);
    }
    nearest -= count * kApart;
    left -= count;
  }
}

}  // namespace moe::sm90
