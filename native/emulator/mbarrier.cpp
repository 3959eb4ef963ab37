#include "emulator/mbarrier.hpp"

#include "emulator/shared_memory.hpp"

namespace moe::emulator {

std::string Mbarrier::name() const {
  const Block* owner = nullptr;
  for (const auto& block : machine.blocks) {
    for (const Mbarrier& barrier : block->barriers) {
      if (&barrier == this) owner = block.get();
    }
  }
  const auto index = owner == nullptr ? -1 : static_cast<int>(this - owner->barriers.data());
  return join("mbarrier ", index, " (address ", address, ", phase ", phase, ", ", pending, " of ",
              expected, " arrivals and ", bytes, " bytes to come)");
}

namespace {

Block& block_at(int rank, const Where& where) {
  if (rank < 0 || rank >= static_cast<int>(machine.blocks.size())) {
    fail(Fault::kClusterMisuse, where, join("the cluster has no block ", rank));
  }
  return *machine.blocks[static_cast<size_t>(rank)];
}

/** Distributed shared memory exists as long as its block does. */
void check_block_is_there(const Block& block, const Where& where) {
  if (block.live_threads == 0) {
    fail(Fault::kClusterMisuse, where, join("block ", block.rank, " of the cluster has left"));
  }
}

int index_of(const Block& block, uint32_t address, const Where& where) {
  check_block_is_there(block, where);
  if (address % 8 != 0) fail(Fault::kAlignment, where, join("mbarrier address ", address));
  check_shared_bounds(block, address, 8, where);
  const int index = block.barrier_at[address / 8];
  if (index < 0) {
    fail(Fault::kBarrierMisuse, where, join("there is no initialised mbarrier at ", address));
  }
  return index;
}

Mbarrier& barrier_at(Block& block, uint32_t address, const Where& where) {
  Mbarrier& barrier = block.barriers[static_cast<size_t>(index_of(block, address, where))];
  check_mbarrier_visible(block, address, where);
  return barrier;
}

/** Completes the phase when nothing is missing any more, and wakes its waiters. */
void complete_if_due(const Block& block, Mbarrier& barrier, const Where& where) {
  if (barrier.pending != 0 || barrier.bytes != 0) return;
  if (barrier.in_flight != 0) {
    fail(Fault::kByteCount, where,
         join(barrier.name(), " completes its phase while ", barrier.in_flight,
              " of its copies are in flight: too few bytes were announced"));
  }
  ++barrier.phase;
  barrier.pending = barrier.expected;
  barrier.completed = barrier.released;
  barrier.released = VectorClock{};
  barrier.arrived_lanes.fill(0);
  const auto index = static_cast<int>(&barrier - block.barriers.data());
  barrier.completed.raise(copy_agent(block.rank, index), barrier.phase);
  for (const Mbarrier::Waiter& waiter : barrier.waiting) {
    if (waiter.phase + 1 == barrier.phase) {
      if (waiter.thread->state == ThreadState::kBlocked) wake(*waiter.thread);
    } else {
      fail(Fault::kLappedWait, where,
           join(barrier.name(), ": thread ", waiter.thread->index, " had still to see phase ",
                waiter.phase, " when the next one completed"));
    }
  }
}

void count_arrival(Block& block, Mbarrier& barrier, const Where& where) {
  if (barrier.pending == 0) {
    fail(Fault::kBarrierMisuse, where, join(barrier.name(), " gets more arrivals than it expects"));
  }
  const int agent = agent_of(*current);
  const auto slot = static_cast<size_t>(agent);
  const Warp& warp = warp_of(*current);
  if (barrier.arrived_step[slot] != warp.step) {
    barrier.arrived_lanes[slot] = 0;
    barrier.arrived_step[slot] = warp.step;
  }
  barrier.arrived_lanes[slot] |= current->lane_bit();
  const bool whole_warp = barrier.arrived_lanes[slot] == UINT32_MAX;
  const uint32_t step = warp.step;
  release_into(barrier.released);
  if (whole_warp) barrier.released.raise(agent, step);
  --barrier.pending;
  complete_if_due(block, barrier, where);
}

}  // namespace

void init_mbarrier(uint32_t address, uint32_t arrivals, const Where& where) {
  Block& block = block_of(*current);
  if (address % 8 != 0) fail(Fault::kAlignment, where, join("mbarrier address ", address));
  check_shared_bounds(block, address, 8, where);
  if (block.barrier_at[address / 8] >= 0) {
    fail(Fault::kBarrierMisuse, where, join("the mbarrier at ", address, " is initialised twice"));
  }
  if (arrivals == 0 || arrivals >= 1u << 20) {
    fail(Fault::kBarrierMisuse, where, join(arrivals, " is no count of arrivals"));
  }
  if (block.barriers.size() == kMaxBarriers) {
    fail(Fault::kBarrierMisuse, where, "more mbarriers than the emulator holds");
  }
  block.barrier_at[address / 8] = static_cast<int>(block.barriers.size());
  block.barriers.emplace_back();
  block.barriers.back().address = address;
  block.barriers.back().expected = block.barriers.back().pending = arrivals;
  claim_for_mbarrier(address);
}

void arrive_mbarrier(int rank, uint32_t address, const Where& where) {
  Block& block = block_at(rank, where);
  count_arrival(block, barrier_at(block, address, where), where);
}

void arrive_expecting(uint32_t address, uint32_t bytes, const Where& where) {
  Block& block = block_of(*current);
  Mbarrier& barrier = barrier_at(block, address, where);
  barrier.bytes += bytes;
  if (barrier.bytes >= 1 << 20) {
    fail(Fault::kBarrierMisuse, where,
         join(barrier.name(), " expects more bytes than it can count"));
  }
  count_arrival(block, barrier, where);
}

void wait_mbarrier(uint32_t address, uint32_t parity, const Where& where) {
  Block& block = block_of(*current);
  Mbarrier& barrier = barrier_at(block, address, where);
  if (parity > 1) fail(Fault::kBarrierMisuse, where, join("parity ", parity));
  if ((barrier.phase & 1) == parity) {
    barrier.waiting.push_back({current, barrier.phase});
    block_current(join("mbarrier ", &barrier - block.barriers.data(), " parity ", parity,
                       " (phase ", barrier.phase, ", ", barrier.pending, " of ", barrier.expected,
                       " arrivals and ", barrier.bytes, " bytes to come when it began)"),
                  where);
    std::erase_if(barrier.waiting, [](const auto& waiter) { return waiter.thread == current; });
  }
  if (barrier.phase != 0) current->known.join(barrier.completed);
}

int begin_counted_copy(Block& block, uint32_t address, const Where& where) {
  const int index = index_of(block, address, where);
  check_mbarrier_visible(block, address, where);
  ++block.barriers[static_cast<size_t>(index)].in_flight;
  return index;
}

void complete_counted_copy(Block& block, int index, uint32_t phase, uint32_t bytes) {
  Mbarrier& barrier = block.barriers[static_cast<size_t>(index)];
  --barrier.in_flight;
  barrier.bytes -= bytes;
  if (barrier.phase != phase) {
    fail(Fault::kByteCount, Where::current(),
         join(barrier.name(), ": a copy issued in phase ", phase, " landed in phase ",
              barrier.phase));
  }
  complete_if_due(block, barrier, Where::current());
}

}  // namespace moe::emulator
