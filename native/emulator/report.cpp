#include "emulator/report.hpp"

#include "emulator/machine.hpp"

namespace moe::emulator {

const char* name_of(Fault fault) {
  static constexpr const char* kNames[] = {"NONE",
                                           "DEADLOCK",
                                           "RACE",
                                           "UNINITIALISED",
                                           "SHARED_BOUNDS",
                                           "GLOBAL_BOUNDS",
                                           "ALIGNMENT",
                                           "BARRIER_MISUSE",
                                           "BYTE_COUNT",
                                           "LAPPED_WAIT",
                                           "DIVERGENCE",
                                           "ACCUMULATOR_USE",
                                           "FRAGMENT_USE",
                                           "NO_WGMMA_FENCE",
                                           "NO_PROXY_FENCE",
                                           "NO_MAP_FENCE",
                                           "DESCRIPTOR",
                                           "DANGLING",
                                           "NAMED_BARRIER_MISUSE",
                                           "REGISTER_BUDGET",
                                           "GRID_DEPENDENCY",
                                           "TENSOR_COPY",
                                           "CLUSTER_MISUSE"};
  return kNames[static_cast<int>(fault)];
}

std::string Report::text() const {
  if (ok()) return "no fault";
  const std::string name = file.substr(file.find_last_of('/') + 1);
  return join(name_of(fault), " at ", name, ":", line, ", block ", block, ", thread ", thread, ": ",
              message);
}

void fail(Fault fault, const Where& where, const std::string& message) {
  Report& report = machine.report;
  if (report.ok()) {
    report.fault = fault;
    report.message = message;
    report.file = where.file_name();
    report.line = static_cast<int>(where.line());
    report.block = machine.first_block + (current == nullptr ? 0 : current->block);
    report.thread = current == nullptr ? -1 : current->index;
  }
  machine.ended = true;
  if (current != nullptr) {
    current->fiber.yield();  // never resumed
  }
  // Raised by a copy that landed, on the scheduler's own stack.
  throw Fault(fault);
}

}  // namespace moe::emulator
