#include "emulator/wgmma.hpp"

#include <cstring>

#include "emulator/e4m3_sum.hpp"
#include "emulator/shared_memory.hpp"
#include "kernels/common/bf16.hpp"
#include "kernels/common/e4m3.hpp"

namespace moe::emulator {

enum class OpKind { kFence, kProduct, kCommit, kWait };

/** One operation that 128 threads post together. */
struct WarpgroupOp {
  OpKind kind;
  int argument;  // N of a product, groups left pending of a wait
  Where where;
  uint64_t descriptor = 0;
  bool accumulate = false;
  Operand operand = Operand::kBf16;  // of a product
  int posted = 0;
  uint64_t group = 0;
  bool executed = false;
  struct Operands {
    AccumulatorState* d_state;
    float* d;
    FragmentState* a_state;
    uint32_t* a;
    uint32_t a_at_issue[4];
  };
  std::array<Operands, 128> operands{};
  std::vector<Thread*> waiting;
};

Warpgroup::Warpgroup() = default;
Warpgroup::~Warpgroup() = default;
Warpgroup::Warpgroup(Warpgroup&&) noexcept = default;

namespace {

/** Operations a thread may be ahead of its warpgroup before that counts as divergence. */
constexpr uint64_t kMaxAhead = 96;

Warpgroup& warpgroup_of(const Thread& thread) {
  return block_of(thread).warpgroups[static_cast<size_t>(thread.index / 128)];
}

/** Address, bytes between atoms of eight rows: the fields of a matrix descriptor. */
struct BTile {
  uint32_t start;
  uint32_t atom_stride;
  explicit BTile(uint64_t descriptor)
      : start(static_cast<uint32_t>(descriptor & 0x3FFF) << 4),
        atom_stride(static_cast<uint32_t>(descriptor >> 32 & 0x3FFF) << 4) {}
  /** Where 16 bytes of row n lie, half 0 or 1 of the instruction's k; 128-byte swizzle. */
  uint32_t piece(int n, int half) const {
    const uint32_t plain = start + static_cast<uint32_t>(n % 8) * 128 +
                           static_cast<uint32_t>(n / 8) * atom_stride +
                           static_cast<uint32_t>(half) * 16;
    return plain ^ (plain >> 3 & 0x70);
  }
};

template <class Visit>
void for_each_piece(const WarpgroupOp& op, Visit&& visit) {
  const BTile tile(op.descriptor);
  for (int n = 0; n < op.argument; ++n) {
    for (int half = 0; half < 2; ++half) visit(tile.piece(n, half), n, half);
  }
}

/** Bits of an operand, and how many a register of 32 or a piece of 16 bytes holds. */
int bits_of(Operand operand) { return operand == Operand::kBf16 ? 16 : 8; }
int k_of(Operand operand) { return 256 / bits_of(operand); }

float value_at(Operand operand, const void* values, int index) {
  if (operand == Operand::kE4m3) return e4m3_to_float(static_cast<const uint8_t*>(values)[index]);
  return bf16_to_float(static_cast<const uint16_t*>(values)[index]);
}

/** Row and first column of register i of a thread, which holds `width` columns; PTX ISA 9.7.15,
 * fragments of wgmma. */
int a_row(int thread, int i) { return thread / 32 * 16 + thread % 32 / 4 + i % 2 * 8; }
int a_column(int thread, int i, int width) { return (thread % 4 + i / 2 * 4) * width; }
int d_row(int thread, int i) { return thread / 32 * 16 + thread % 32 / 4 + i / 2 % 2 * 8; }
int d_column(int thread, int i) { return i / 4 * 8 + thread % 4 * 2 + i % 2; }

/** D += A*B, [64][k] by [k][n]; of bf16 in fp32, k ascending. */
void multiply(Operand operand, const float (*a)[32], const float (*b)[256], float (*d)[256],
              int n_total) {
  const int k_total = k_of(operand);
  if (operand == Operand::kE4m3) {
    const E4m3Products products(b, k_total, n_total);
    for (int m = 0; m < 64; ++m) products.add(d[m], a[m]);
    return;
  }
  for (int m = 0; m < 64; ++m) {
    for (int k = 0; k < k_total; ++k) {
      const float value = a[m][k];
      for (int n = 0; n < n_total; ++n) d[m][n] += value * b[k][n];
    }
  }
}

void execute(Block& block, WarpgroupOp& op) {
  static float a[64][32];
  static float b[32][256];
  static float d[64][256];
  const int n_total = op.argument;
  const int k_total = k_of(op.operand);
  const int per_register = 32 / bits_of(op.operand);
  for (int t = 0; t < 128; ++t) {
    const auto& operands = op.operands[static_cast<size_t>(t)];
    if (std::memcmp(operands.a, operands.a_at_issue, sizeof(operands.a_at_issue)) != 0) {
      fail(Fault::kFragmentUse, op.where, "the A fragment changed between issue and completion");
    }
    for (int i = 0; i < 4; ++i) {
      float* const columns = a[a_row(t, i)] + a_column(t, i, per_register);
      for (int c = 0; c < per_register; ++c) columns[c] = value_at(op.operand, &operands.a[i], c);
    }
    for (int i = 0; i < n_total / 2; ++i) {
      d[d_row(t, i)][d_column(t, i)] = op.accumulate ? operands.d[i] : 0.0f;
    }
  }
  for_each_piece(op, [&](uint32_t address, int n, int half) {
    const int count = k_total / 2;
    const uint8_t* const values = block.memory.data() + address;
    for (int k = 0; k < count; ++k) b[half * count + k][n] = value_at(op.operand, values, k);
  });
  multiply(op.operand, a, b, d, n_total);
  for (int t = 0; t < 128; ++t) {
    float* const registers = op.operands[static_cast<size_t>(t)].d;
    for (int i = 0; i < n_total / 2; ++i) registers[i] = d[d_row(t, i)][d_column(t, i)];
  }
  op.executed = true;
  ++machine.report.statistics.matrix_products;
  machine.report.statistics.multiply_adds += static_cast<uint64_t>(64 * k_total * n_total);
}

void execute_all(Block& block, Warpgroup& warpgroup) {
  for (WarpgroupOp* op : warpgroup.in_flight) {
    if (!op->executed) execute(block, *op);
  }
}

/** Products of groups before `group` are complete: registers are the thread's again. */
void retire(Block& block, Warpgroup& warpgroup, uint64_t group) {
  const auto index = static_cast<int>(&warpgroup - block.warpgroups.data());
  size_t count = 0;
  for (; count < warpgroup.in_flight.size() && warpgroup.in_flight[count]->group < group; ++count) {
    WarpgroupOp& op = *warpgroup.in_flight[count];
    if (!op.executed) execute(block, op);
    for (auto& operands : op.operands) {
      --operands.d_state->in_flight;
      operands.d_state->fenced = false;
      --operands.a_state->in_flight;
    }
    for_each_piece(
        op, [&](uint32_t address, int, int) { record_warpgroup_read(block, index, address, 16); });
  }
  for (int warp = index * 4; warp < index * 4 + 4 && count != 0; ++warp) {
    block.warps[static_cast<size_t>(warp)].accessed = UINT32_MAX;
  }
  warpgroup.in_flight.erase(warpgroup.in_flight.begin(),
                            warpgroup.in_flight.begin() + static_cast<std::ptrdiff_t>(count));
}

/** Operations that are complete and no longer referred to leave the queue. */
void drop_finished(Warpgroup& warpgroup) {
  const auto is_in_flight = [&](const WarpgroupOp* op) {
    return std::find(warpgroup.in_flight.begin(), warpgroup.in_flight.end(), op) !=
           warpgroup.in_flight.end();
  };
  while (!warpgroup.ops.empty() && warpgroup.first_op < warpgroup.formed &&
         !is_in_flight(warpgroup.ops.front().get())) {
    warpgroup.ops.pop_front();
    ++warpgroup.first_op;
  }
}

/** The last thread has posted the operation. */
void form(Block& block, Warpgroup& warpgroup, WarpgroupOp& op) {
  ++warpgroup.formed;
  switch (op.kind) {
    case OpKind::kFence:
      break;
    case OpKind::kProduct:
      op.group = warpgroup.open_group;
      warpgroup.in_flight.push_back(&op);
      if (machine.options.products == Completion::kEager ||
          (machine.options.products == Completion::kRandom && machine.random() % 4 == 0)) {
        execute_all(block, warpgroup);
      }
      break;
    case OpKind::kCommit:
      ++warpgroup.open_group;
      break;
    case OpKind::kWait: {
      const auto pending = static_cast<uint64_t>(op.argument);
      retire(block, warpgroup, warpgroup.open_group > pending ? warpgroup.open_group - pending : 0);
      std::vector<Thread*> waiting;
      waiting.swap(op.waiting);
      for (Thread* thread : waiting) wake(*thread);
    }
  }
  drop_finished(warpgroup);
}

/** The operation that the current thread posts next, the same one for all 128 threads. */
WarpgroupOp& post(OpKind kind, int argument, uint64_t descriptor, bool accumulate,
                  const Where& where, Operand operand = Operand::kBf16) {
  if (machine.size.threads % 128 != 0) {
    fail(Fault::kDivergence, where, "a warpgroup of this block is not complete");
  }
  Warpgroup& warpgroup = warpgroup_of(*current);
  const uint64_t number = current->warpgroup_ops++;
  const uint64_t index = number - warpgroup.first_op;
  if (number > warpgroup.formed + kMaxAhead) {
    fail(Fault::kDivergence, where,
         join("thread ", current->index, " is ", kMaxAhead,
              " warpgroup operations ahead: other threads do not execute them"));
  }
  while (warpgroup.ops.size() <= index) {
    warpgroup.ops.push_back(std::make_unique<WarpgroupOp>(
        WarpgroupOp{kind, argument, where, descriptor, accumulate, operand, 0, 0, false, {}, {}}));
  }
  WarpgroupOp& op = *warpgroup.ops[index];
  if (op.kind != kind || op.argument != argument || op.descriptor != descriptor ||
      op.accumulate != accumulate || op.operand != operand || op.where.line() != where.line()) {
    fail(Fault::kDivergence, where,
         join("thread ", current->index,
              " executes another warpgroup operation than the one other threads execute at line ",
              op.where.line()));
  }
  return op;
}

/** @return whether this was the last of the 128 threads */
bool count_in(WarpgroupOp& op) {
  if (++op.posted < 128) return false;
  form(block_of(*current), warpgroup_of(*current), op);
  return true;
}

void check_descriptor(const WarpgroupOp& op, const Where& where) {
  const BTile tile(op.descriptor);
  const bool is_swizzle_128 = op.descriptor >> 62 == 1 && (op.descriptor >> 49 & 7) == 0;
  // Steps of 32 bytes within a row of an atom keep the row bits zero, so base_offset stays 0.
  if (!is_swizzle_128 || (tile.start & 0x380) != 0 || tile.start % 32 != 0 ||
      tile.atom_stride % 1024 != 0) {
    fail(Fault::kDescriptor, where,
         "B must be a 128-byte swizzled tile that begins at an atom, at a multiple of 32 bytes of "
         "k");
  }
  const Block& block = block_of(*current);
  const uint32_t atom = tile.start / 1024 * 1024;
  check_shared_bounds(block, std::max(atom, block.base),
                      static_cast<uint32_t>(op.argument / 8) * tile.atom_stride, where);
}

}  // namespace

void wgmma_fence_op(const Where& where) {
  current->last_wgmma_fence = ++current->sequence;
  count_in(post(OpKind::kFence, 0, 0, false, where));
}

void wgmma_commit_op(const Where& where) { count_in(post(OpKind::kCommit, 0, 0, false, where)); }

void wgmma_wait_op(int pending, const Where& where) {
  WarpgroupOp& op = post(OpKind::kWait, pending, 0, false, where);
  if (op.posted < 127) {
    op.waiting.push_back(current);
    count_in(op);
    block_current("the other threads of its warpgroup (wgmma.wait_group)", where);
  } else {
    count_in(op);
  }
}

void wgmma_product_op(Operand operand, int n, AccumulatorState* d_state, float* d,
                      FragmentState* a_state, uint32_t* a, uint64_t descriptor, bool accumulate,
                      const Where& where) {
  if (current->last_wgmma_fence == 0 || a_state->written_at > current->last_wgmma_fence) {
    fail(Fault::kMissingWgmmaFence, where, "A was written after the last wgmma.fence");
  }
  if (accumulate && !d_state->written) {
    fail(Fault::kAccumulatorUse, where, "the product is added to an accumulator never written");
  }
  WarpgroupOp& op = post(OpKind::kProduct, n, descriptor, accumulate, where, operand);
  if (op.posted == 0) check_descriptor(op, where);
  // One lane of each warp checks for all: the granules are the same for every lane.
  if (current->lane() == static_cast<int>(current->warpgroup_ops * 7 % 32)) {
    for_each_piece(op, [&](uint32_t address, int, int) { check_async_read(address, 16, where); });
  }
  auto& operands = op.operands[static_cast<size_t>(current->index % 128)];
  operands = {d_state, d, a_state, a, {a[0], a[1], a[2], a[3]}};
  ++d_state->in_flight;
  d_state->written = true;
  ++a_state->in_flight;
  count_in(op);
}

void check_accumulator_read(const AccumulatorState& state, const Where& where) {
  if (state.in_flight != 0) {
    fail(Fault::kAccumulatorUse, where,
         "the accumulator is read while a product on it is in flight");
  }
  if (!state.written) fail(Fault::kAccumulatorUse, where, "the accumulator was never written");
  if (!state.fenced) {
    fail(Fault::kAccumulatorUse, where,
         "the accumulator is read after the wait without fence_registers: the compiler may move "
         "the read above the wait");
  }
}

void check_fragment_write(FragmentState& state, const Where& where) {
  if (state.in_flight != 0) {
    fail(Fault::kFragmentUse, where, "an A fragment is written while a product reads it");
  }
  state.written_at = ++current->sequence;
}

const WarpgroupOp* product_reading(const Block& block, uint32_t address, uint32_t bytes) {
  for (const Warpgroup& warpgroup : block.warpgroups) {
    for (const WarpgroupOp* op : warpgroup.in_flight) {
      const BTile tile(op->descriptor);
      const uint32_t begin = tile.start / 1024 * 1024;
      const uint32_t end = begin + static_cast<uint32_t>(op->argument / 8) * tile.atom_stride;
      if (begin < address + bytes && address < end) return op;
    }
  }
  return nullptr;
}

Where where_of(const WarpgroupOp& op) { return op.where; }

void check_warpgroups_finished(const Block& block) {
  for (const Warpgroup& warpgroup : block.warpgroups) {
    if (!warpgroup.in_flight.empty()) {
      fail(Fault::kDangling, warpgroup.in_flight.front()->where, "a wgmma is in flight at the end");
    }
    if (!warpgroup.ops.empty()) {
      fail(Fault::kDivergence, warpgroup.ops.front()->where,
           join("only ", warpgroup.ops.front()->posted,
                " of 128 threads executed a warpgroup operation"));
    }
  }
}

}  // namespace moe::emulator
