#pragma once
#include <algorithm>
#include <array>
#include <cstdint>

namespace moe::emulator {

/** Blocks of one cluster run together; the sizes bound what one launch may use. */
inline constexpr int kMaxBlocks = 4;
inline constexpr int kMaxWarps = 20;     // per block
inline constexpr int kMaxBarriers = 32;  // mbarriers per block
inline constexpr int kMaxAgents = kMaxBlocks * (kMaxWarps + kMaxBarriers);

/**
 * A vector clock (Lamport; Mattern 1988): for each agent the last of its steps that is known to
 * have happened before. Agents are warps, and one per mbarrier for the copies that it counts.
 */
struct VectorClock {
  /** Agents of the running cluster; the others stay zero. */
  static inline int num_agents = kMaxAgents;

  std::array<uint32_t, kMaxAgents> step{};

  uint32_t& operator[](int agent) { return step[static_cast<size_t>(agent)]; }
  uint32_t operator[](int agent) const { return step[static_cast<size_t>(agent)]; }
  void join(const VectorClock& other) {
    for (int i = 0; i < num_agents; ++i) (*this)[i] = std::max((*this)[i], other[i]);
  }
  void raise(int agent, uint32_t value) { (*this)[agent] = std::max((*this)[agent], value); }
};

}  // namespace moe::emulator
