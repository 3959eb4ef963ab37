#include "emulator/launch.hpp"

#include <map>

#include "emulator/collectives.hpp"
#include "emulator/copies.hpp"
#include "emulator/tensor_map.hpp"
#include "emulator/wgmma.hpp"

namespace moe::emulator {

Machine machine;
Thread* current = nullptr;

void block_current(std::string waits_for, const Where& where) {
  current->state = ThreadState::kBlocked;
  current->waits_for = std::move(waits_for);
  current->waits_at = where;
  ++machine.report.statistics.switches;
  current->fiber.yield();
}

void wake(Thread& thread) {
  thread.state = ThreadState::kReady;
  machine.ready.push_back(&thread);
}

void yield_current() {
  machine.ready.push_back(current);
  ++machine.report.statistics.switches;
  current->fiber.yield();
}

namespace {

constexpr uint32_t kSharedMemory = 232448;  // bytes a block may have on sm_90

void run_thread() {
  (*machine.body)();
  current->state = ThreadState::kDone;
  current->fiber.yield();
}

void reset_block(Block& block, int rank) {
  const LaunchSize& size = machine.size;
  block.rank = rank;
  block.live_threads = 0;
  // Any 16-byte boundary: code that assumes more of shared_base() fails.
  block.base = 1024 + 16 * static_cast<uint32_t>(machine.random() % 64);
  block.end = block.base + size.shared_bytes;
  block.memory.assign((block.end + 2047) / 1024 * 1024, 0xFF);
  block.granules.assign(block.memory.size() / 16, Granule{});
  block.barriers.clear();
  block.barriers.reserve(kMaxBarriers);
  block.barrier_at.assign(block.memory.size() / 8, -1);
  block.named = {};
  block.warps.assign(static_cast<size_t>(warps_per_block()), Warp{});
  for (Warp& warp : block.warps) warp.registers = size.registers_per_thread;
  block.warpgroups.clear();
  block.warpgroups.resize(static_cast<size_t>((size.threads + 127) / 128));
  block.spare_registers = 0;
}

void reset_cluster() {
  const LaunchSize& size = machine.size;
  VectorClock::num_agents = size.cluster_blocks * (warps_per_block() + kMaxBarriers);
  machine.blocks.resize(static_cast<size_t>(size.cluster_blocks));
  // Blocks of a cluster have the same addresses, as multicast copies need.
  for (size_t rank = 0; rank < machine.blocks.size(); ++rank) {
    if (!machine.blocks[rank]) machine.blocks[rank] = std::make_unique<Block>();
    reset_block(*machine.blocks[rank], static_cast<int>(rank));
    if (rank > 0) {
      const uint32_t base = machine.blocks[0]->base;
      Block& block = *machine.blocks[rank];
      block.base = base;
      block.end = base + size.shared_bytes;
      block.memory.assign(machine.blocks[0]->memory.size(), 0xFF);
      block.granules.assign(block.memory.size() / 16, Granule{});
      block.barrier_at.assign(block.memory.size() / 8, -1);
    }
  }
  machine.cluster_barrier = {};
  machine.ready.clear();
  machine.readers.clear();
  const auto count = static_cast<size_t>(size.cluster_blocks * size.threads);
  while (machine.threads.size() < count) machine.threads.push_back(std::make_unique<Thread>());
  for (size_t i = 0; i < count; ++i) {
    Thread& thread = *machine.threads[i];
    thread.block = static_cast<int>(i) / size.threads;
    thread.index = static_cast<int>(i) % size.threads;
    thread.state = ThreadState::kReady;
    thread.known = VectorClock{};
    thread.sequence = thread.last_wgmma_fence = thread.warpgroup_ops = 0;
    thread.elections = 0;
    thread.grid_dependency_met = false;
    ++block_of(thread).live_threads;
    thread.fiber.start(run_thread);
    machine.ready.push_back(&thread);
  }
  drop_copies();
  forget_maps();
}

/** What every blocked thread waits for, grouped. */
std::string describe_deadlock() {
  std::map<std::string, int> waits;
  for (size_t i = 0; i < static_cast<size_t>(machine.size.cluster_blocks * machine.size.threads);
       ++i) {
    const Thread& thread = *machine.threads[i];
    if (thread.state != ThreadState::kBlocked) continue;
    const std::string file = thread.waits_at.file_name();
    ++waits[join("block ", thread.block, " ", thread.waits_for, " at ",
                 file.substr(file.find_last_of('/') + 1), ":", thread.waits_at.line())];
  }
  std::string text = "nobody can run:";
  for (const auto& [what, threads] : waits) text += join(" [", threads, " threads: ", what, "]");
  return text;
}

/** A warp that waits for lanes which have left is the cause of a standstill, not its victim. */
void check_lanes_left() {
  for (const auto& block : machine.blocks) {
    for (const Warp& warp : block->warps) {
      if (warp.arrived == 0) continue;
      const Thread& waiting = *warp.waiting.front();
      const int first = waiting.block * machine.size.threads + waiting.warp() * 32;
      for (int lane = 0; lane < 32; ++lane) {
        if (machine.threads[static_cast<size_t>(first + lane)]->state == ThreadState::kDone) {
          fail(Fault::kDivergence, warp.where,
               join("lane ", lane, " of the warp left before this warp-wide operation"));
        }
      }
    }
  }
}

Thread* pick_thread() {
  auto& ready = machine.ready;
  size_t index = 0;
  if (machine.options.order == Order::kRandom) {
    index = machine.random() % ready.size();
  } else if (machine.options.order == Order::kLast) {
    index = ready.size() - 1;
  }
  Thread* const thread = ready[index];
  if (machine.options.order == Order::kFirst) {
    ready.erase(ready.begin());
  } else {
    ready[index] = ready.back();
    ready.pop_back();
  }
  return thread;
}

void check_finished() {
  for (const auto& block : machine.blocks) {
    for (size_t id = 0; id < block->named.size(); ++id) {
      const NamedBarrier& barrier = block->named[id];
      if (barrier.count != 0) {
        fail(Fault::kDangling, barrier.where,
             join("named barrier ", id, " has ", barrier.count, " unmatched arrivals at the end"));
      }
    }
    check_warpgroups_finished(*block);
    for (const Mbarrier& barrier : block->barriers) {
      if (barrier.bytes != 0) {
        fail(Fault::kDangling, Where::current(),
             join(barrier.name(), " still expects ", barrier.bytes, " bytes at the end"));
      }
    }
    if (block->spare_registers < 0) {
      fail(
          Fault::kRegisterBudget, Where::current(),
          join("setmaxnreg takes ", -block->spare_registers, " registers more than the block has"));
    }
  }
  if (copies_in_flight() != 0) {
    fail(Fault::kDangling, Where::current(), "a copy is still in flight at the end of the block");
  }
}

void run_cluster() {
  reset_cluster();
  int live = machine.size.cluster_blocks * machine.size.threads;
  while (live > 0 && !machine.ended) {
    land_due_copies();
    if (machine.ready.empty()) {
      if (land_any_copy()) continue;
      check_lanes_left();
      fail(Fault::kDeadlock, Where::current(), describe_deadlock());
    }
    current = pick_thread();
    current->fiber.resume();
    if (current->state == ThreadState::kDone) {
      --live;
      --block_of(*current).live_threads;
    }
    current = nullptr;
  }
  if (!machine.ended) check_finished();
}

}  // namespace

Report launch(const LaunchSize& size, const Options& options, const std::function<void()>& body) {
  machine.size = size;
  machine.options = options;
  machine.random.seed(options.seed * 0x9E3779B97F4A7C15ull + 1);
  machine.report = Report{};
  machine.body = &body;
  machine.ended = false;
  current = nullptr;
  try {
    if (size.shared_bytes > kSharedMemory) {
      fail(Fault::kSharedBounds, Where::current(),
           "more dynamic shared memory than a block may have");
    }
    if (size.blocks % size.cluster_blocks != 0 || size.cluster_blocks > kMaxBlocks ||
        size.threads > kMaxWarps * 32) {
      fail(Fault::kClusterMisuse, Where::current(), "grid, cluster and block sizes do not fit");
    }
    for (machine.first_block = 0; machine.first_block < size.blocks && !machine.ended;
         machine.first_block += size.cluster_blocks) {
      run_cluster();
    }
  } catch (Fault) {
    // Recorded in the report by fail().
  }
  current = nullptr;
  drop_copies();
  return machine.report;
}

}  // namespace moe::emulator
