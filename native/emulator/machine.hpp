#pragma once
/** The state of the cluster that is being emulated. Modules own their part of it. */
#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "emulator/clock.hpp"
#include "emulator/fiber.hpp"
#include "emulator/report.hpp"
#include "kernels/sm90/ptx/types.hpp"

namespace moe::emulator {

/** When an asynchronous operation takes effect between its issue and the wait that retires it. */
enum class Completion { kEager, kLazy, kRandom };
/** Which of the threads that can run runs next. */
enum class Order { kFirst, kLast, kRandom };

/** How adversarial a launch is. Everything is reproducible from these. */
struct Options {
  uint64_t seed = 1;
  Completion copies = Completion::kRandom;
  Completion products = Completion::kRandom;
  Order order = Order::kRandom;
};

/** Grid, block and cluster sizes of a launch; shared_bytes is dynamic shared memory. */
struct LaunchSize {
  int blocks = 1;
  int threads = 128;
  int cluster_blocks = 1;
  uint32_t shared_bytes = 0;
  int registers_per_thread = 168;  // what the compiler gave the launch; setmaxnreg moves these
};

enum class ThreadState { kReady, kBlocked, kDone };

/** One CUDA thread. */
struct Thread {
  Fiber fiber;
  int block = 0;  // rank in the cluster
  int index = 0;  // threadIdx.x
  ThreadState state = ThreadState::kReady;
  std::string waits_for;  // for the report of a deadlock
  Where waits_at;
  VectorClock known;
  uint64_t sequence = 0;  // counts this thread's register events
  uint64_t last_wgmma_fence = 0;
  uint64_t warpgroup_ops = 0;  // posted so far
  uint32_t elections = 0;
  bool grid_dependency_met = false;

  int warp() const { return index / 32; }
  int lane() const { return index % 32; }
  uint32_t lane_bit() const { return 1u << lane(); }
};

/** A warp: its clock ticks at every synchronisation of its lanes. */
struct Warp {
  uint32_t step = 1;
  uint32_t accessed = 0;               // lanes that touched shared memory in this step
  std::vector<uint32_t> proxy_fences;  // steps in which fence.proxy.async was executed
  int registers = 0;                   // per thread
  // The collective that is being gathered.
  uint32_t arrived = 0;
  int operation = 0;
  Where where;
  std::array<std::array<uint32_t, 6>, 32> input{};
  std::array<uint32_t*, 32> output{};
  std::vector<Thread*> waiting;
};

struct NamedBarrier {
  uint32_t threads = 0;
  uint32_t count = 0;
  VectorClock released;
  std::vector<int> arrived;  // thread indexes
  std::vector<Thread*> waiting;
  Where where;
};

struct Mbarrier {
  uint32_t address = 0;
  uint32_t expected = 0;
  uint32_t pending = 0;
  int64_t bytes = 0;
  uint32_t phase = 0;
  int in_flight = 0;
  VectorClock released;   // by the arrivals of the phase under way
  VectorClock completed;  // by the last completed phase
  std::array<uint32_t, kMaxBlocks * kMaxWarps> arrived_lanes{};
  std::array<uint32_t, kMaxBlocks * kMaxWarps> arrived_step{};
  struct Waiter {
    Thread* thread;
    uint32_t phase;
  };
  std::vector<Waiter> waiting;
  std::string name() const;
};

/** Who wrote 16 bytes of shared memory last, and who read them since. */
struct Granule {
  uint32_t write_step = 0;
  int16_t write_agent = -1;    // -1: never written
  uint16_t written_bytes = 0;  // by this agent in this step, for lanes that share a granule
  uint8_t write_lane = 0;
  bool in_flight = false;
  bool is_mbarrier = false;
  std::array<uint32_t, kMaxWarps> read_step{};
  std::array<uint32_t, kMaxWarps> read_lanes{};
};

struct WarpgroupOp;
/** The operations that the 128 threads of a warpgroup post in the same order. */
struct Warpgroup {
  std::deque<std::unique_ptr<WarpgroupOp>> ops;
  uint64_t first_op = 0;    // number of ops.front()
  uint64_t formed = 0;      // ops that all threads have posted
  uint64_t open_group = 0;  // commits so far
  std::vector<WarpgroupOp*> in_flight;
  Warpgroup();
  ~Warpgroup();
  Warpgroup(Warpgroup&&) noexcept;
};

struct Block {
  int rank = 0;
  int live_threads = 0;
  uint32_t base = 0;  // first byte of dynamic shared memory
  uint32_t end = 0;
  std::vector<uint8_t> memory;  // indexed by shared address
  std::vector<Granule> granules;
  std::vector<Mbarrier> barriers;
  std::vector<int> barrier_at;  // by address / 8, -1: none
  std::array<NamedBarrier, 16> named;
  std::vector<Warp> warps;
  std::vector<Warpgroup> warpgroups;
  int64_t spare_registers = 0;
};

/** A thread that waits for published words. */
struct PublishedReader {
  const ptx::Vector4* words;
  Thread* thread;
};

struct Machine {
  Options options;
  LaunchSize size;
  int first_block = 0;  // of the cluster in the grid
  std::vector<std::unique_ptr<Block>> blocks;
  std::vector<std::unique_ptr<Thread>> threads;
  std::vector<Thread*> ready;
  std::vector<PublishedReader> readers;
  NamedBarrier cluster_barrier;
  std::mt19937_64 random;
  Report report;
  const std::function<void()>* body = nullptr;
  bool ended = false;  // a fault was recorded; nothing runs on
};

extern Machine machine;
/** The thread that runs; null while the scheduler lands copies. */
extern Thread* current;

inline Block& block_of(const Thread& thread) {
  return *machine.blocks[static_cast<size_t>(thread.block)];
}
inline Warp& warp_of(const Thread& thread) {
  return block_of(thread).warps[static_cast<size_t>(thread.warp())];
}
inline int warps_per_block() { return (machine.size.threads + 31) / 32; }
/** The agent of a warp, or of the copies counted by an mbarrier. */
inline int warp_agent(int block, int warp) { return block * warps_per_block() + warp; }
inline int copy_agent(int block, int barrier) {
  return machine.size.cluster_blocks * warps_per_block() + block * kMaxBarriers + barrier;
}
inline int agent_of(const Thread& thread) { return warp_agent(thread.block, thread.warp()); }

/** Blocks the current thread until `wake`; the text is for the report of a deadlock. */
void block_current(std::string waits_for, const Where& where);
void wake(Thread& thread);
/** Lets others run and comes back. */
void yield_current();

}  // namespace moe::emulator
