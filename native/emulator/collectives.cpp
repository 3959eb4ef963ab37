#include "emulator/collectives.hpp"

#include <bit>
#include <cstring>

#include "emulator/shared_memory.hpp"
#include "kernels/common/bf16.hpp"
#include "kernels/common/f16.hpp"

namespace moe::emulator {

namespace {

/** The lanes of a warp, in order. */
std::array<Thread*, 32> lanes_of(const Thread& thread) {
  std::array<Thread*, 32> lanes{};
  const int first = thread.block * machine.size.threads + thread.warp() * 32;
  for (size_t lane = 0; lane < 32; ++lane) {
    lanes[lane] = machine.threads[static_cast<size_t>(first) + lane].get();
  }
  return lanes;
}

/** After it, every lane knows what every other lane did and knew. */
void synchronise_warp(Warp& warp, const std::array<Thread*, 32>& lanes) {
  VectorClock all;
  for (const Thread* lane : lanes) all.join(lane->known);
  all.raise(agent_of(*lanes[0]), warp.step);
  ++warp.step;
  warp.accessed = 0;
  for (Thread* lane : lanes) lane->known = all;
}

/** Runs `access` as if lane `lane` did it. */
template <class Access>
void as_lane(Thread* lane, Access&& access) {
  Thread* const caller = current;
  current = lane;
  access();
  current = caller;
}

void load_matrices(Warp& warp, const std::array<Thread*, 32>& lanes, const Where& where) {
  for (size_t matrix = 0; matrix < 4; ++matrix) {
    for (size_t row = 0; row < 8; ++row) {
      const size_t source = matrix * 8 + row;
      as_lane(lanes[source], [&] {
        const uint8_t* const bytes = read_shared(warp.input[source][0], 16, where);
        for (size_t t = 0; t < 4; ++t)
          std::memcpy(&warp.output[row * 4 + t][matrix], bytes + t * 4, 4);
      });
    }
  }
}

/** With .trans: row r of memory is column r of the registers' matrix. */
void store_matrices(Warp& warp, const std::array<Thread*, 32>& lanes, const Where& where) {
  for (size_t matrix = 0; matrix < 4; ++matrix) {
    for (size_t row = 0; row < 8; ++row) {
      const size_t source = matrix * 8 + row;
      as_lane(lanes[source], [&] {
        uint8_t* const bytes = write_shared(warp.input[source][0], 16, where);
        for (size_t column = 0; column < 8; ++column) {
          const uint32_t word = warp.input[column * 4 + row / 2][1 + matrix];
          const auto half = static_cast<uint16_t>(word >> (row % 2 * 16));
          std::memcpy(bytes + column * 2, &half, 2);
        }
      });
    }
  }
}

/** mma.m16n8k16 in the fragments of the PTX ISA: D[16, 8] += A[16, 16] B[16, 8], rounded once.
 * @param to_float  of the elements of A and B */
void multiply_fragments(Warp& warp, float (*to_float)(uint16_t)) {
  const auto half = [&](uint32_t word, size_t column) {
    return static_cast<double>(to_float(static_cast<uint16_t>(word >> (column % 2 * 16))));
  };
  for (size_t row = 0; row < 16; ++row) {
    for (size_t column = 0; column < 8; ++column) {
      uint32_t& d = warp.output[row % 8 * 4 + column / 2][row / 8 * 2 + column % 2];
      double sum = std::bit_cast<float>(d);
      for (size_t k = 0; k < 16; ++k) {
        const size_t of_row = k % 8 / 2;  // the lane, of four, that holds this k
        const uint32_t a = warp.input[row % 8 * 4 + of_row][row / 8 + k / 8 * 2];
        const uint32_t b = warp.input[column * 4 + of_row][4 + k / 8];
        sum += half(a, k) * half(b, k);
      }
      d = std::bit_cast<uint32_t>(static_cast<float>(sum));
    }
  }
  ++machine.report.statistics.matrix_products;
  machine.report.statistics.multiply_adds += 16 * 8 * 16;
}

void exchange(Warp& warp, WarpOperation operation) {
  uint32_t votes = 0, largest = 0;
  for (size_t lane = 0; lane < 32; ++lane) {
    votes |= (warp.input[lane][0] != 0 ? 1u : 0u) << lane;
    largest = std::max(largest, warp.input[lane][0]);
  }
  const auto elected = static_cast<uint32_t>(machine.random() % 32);
  for (size_t lane = 0; lane < 32; ++lane) {
    uint32_t& result = *warp.output[lane];
    if (operation == kShuffle) {
      result = warp.input[warp.input[lane][1] & 31][0];
    } else if (operation == kBallot) {
      result = votes;
    } else if (operation == kReduceMax) {
      result = largest;
    } else {
      result = lane == elected ? 1 : 0;
    }
  }
}

}  // namespace

void warp_collective(WarpOperation operation, std::initializer_list<uint32_t> input,
                     uint32_t* output, const Where& where) {
  Warp& warp = warp_of(*current);
  if (warp.arrived == 0) {
    warp.operation = operation;
    warp.where = where;
  } else if (warp.operation != operation || warp.where.line() != where.line() ||
             warp.where.file_name() != where.file_name()) {
    fail(Fault::kDivergence, where,
         join("lane ", current->lane(), " of warp ", current->warp(),
              " executes a warp-wide operation while other lanes execute the one at line ",
              warp.where.line()));
  }
  const auto lane = static_cast<size_t>(current->lane());
  std::copy(input.begin(), input.end(), warp.input[lane].begin());
  warp.output[lane] = output;
  if (++warp.arrived < 32) {
    warp.waiting.push_back(current);
    block_current("the other lanes of its warp", where);
    return;
  }
  warp.arrived = 0;
  const auto lanes = lanes_of(*current);
  switch (operation) {
    case kWarpSync:
      synchronise_warp(warp, lanes);
      break;
    case kLoadMatrix:
      load_matrices(warp, lanes, where);
      break;
    case kStoreMatrix:
      store_matrices(warp, lanes, where);
      break;
    case kMultiplyBf16:
      multiply_fragments(warp, bf16_to_float);
      break;
    case kMultiplyF16:
      multiply_fragments(warp, f16_to_float);
      break;
    default:
      exchange(warp, operation);
  }
  std::vector<Thread*> waiting;
  waiting.swap(warp.waiting);
  for (Thread* thread : waiting) wake(*thread);
}

namespace {

/** The last arrival: whole warps only; everyone's past becomes known to those that wait. */
void complete_barrier(NamedBarrier& barrier, const char* name, const Where& where) {
  std::array<int, kMaxBlocks * kMaxWarps> lanes{};
  for (const int index : barrier.arrived) ++lanes[static_cast<size_t>(index / 32)];
  for (size_t w = 0; w < lanes.size(); ++w) {
    if (lanes[w] == 0) continue;
    if (lanes[w] % 32 != 0) {
      fail(Fault::kNamedBarrierMisuse, where, join(name, " is completed by part of a warp"));
    }
    const int block = static_cast<int>(w) * 32 / machine.size.threads;
    const int warp_index = static_cast<int>(w) - block * warps_per_block();
    Warp& warp = machine.blocks[static_cast<size_t>(block)]->warps[static_cast<size_t>(warp_index)];
    barrier.released.raise(static_cast<int>(w), warp.step);
    ++warp.step;
    warp.accessed = 0;
  }
  barrier.count = 0;
  std::vector<Thread*> waiting;
  waiting.swap(barrier.waiting);
  for (Thread* thread : waiting) {
    thread->known.join(barrier.released);
    wake(*thread);
  }
}

void join_barrier(NamedBarrier& barrier, uint32_t threads, bool waits, const std::string& name,
                  const Where& where) {
  if (barrier.count == 0) {
    barrier.threads = threads;
    barrier.released = VectorClock{};
    barrier.arrived.clear();
    barrier.where = where;
  } else if (barrier.threads != threads) {
    fail(Fault::kNamedBarrierMisuse, where,
         join(name, " is used with ", threads, " threads and with ", barrier.threads));
  }
  barrier.released.join(current->known);
  barrier.arrived.push_back(current->block * machine.size.threads + current->index);
  if (++barrier.count == barrier.threads) {
    complete_barrier(barrier, name.c_str(), where);
    if (waits) current->known.join(barrier.released);
  } else if (waits) {
    barrier.waiting.push_back(current);
    block_current(join(name, " of ", barrier.threads, " threads"), where);
  }
}

}  // namespace

void named_barrier(uint32_t id, uint32_t threads, bool waits, const Where& where) {
  if (threads == 0) threads = static_cast<uint32_t>(machine.size.threads);
  if (id > 15 || threads % 32 != 0 || threads > static_cast<uint32_t>(machine.size.threads)) {
    fail(Fault::kNamedBarrierMisuse, where, join("barrier ", id, " with ", threads, " threads"));
  }
  join_barrier(block_of(*current).named[id], threads, waits, join("named barrier ", id), where);
}

void cluster_barrier(const Where& where) {
  join_barrier(machine.cluster_barrier,
               static_cast<uint32_t>(machine.size.cluster_blocks * machine.size.threads), true,
               "the cluster's barrier", where);
}

void set_max_registers(int registers, bool increase, const Where& where) {
  if (current->lane() != 0) return;
  Warp& warp = warp_of(*current);
  if (registers % 8 != 0 || registers < 24 || registers > 256 ||
      (increase ? registers < warp.registers : registers > warp.registers)) {
    fail(
        Fault::kRegisterBudget, where,
        join("setmaxnreg.", increase ? "inc" : "dec", " to ", registers, " from ", warp.registers));
  }
  block_of(*current).spare_registers += static_cast<int64_t>(warp.registers - registers) * 32;
  warp.registers = registers;
}

}  // namespace moe::emulator
