#pragma once
#include <cstdint>
#include <source_location>
#include <string>

namespace moe::emulator {

/** Where in the kernel a primitive was called: the default argument of every primitive. */
using Where = std::source_location;

/** What a kernel did wrong. */
enum class Fault {
  kNone,
  kDeadlock,       // nobody can run, and no copy is on its way
  kRace,           // an access that no synchronisation orders after another one
  kUninitialised,  // shared memory read before anything was written
  kSharedBounds,   // outside the block's shared memory
  kGlobalBounds,   // outside every registered buffer, or against its permissions
  kAlignment,
  kBarrierMisuse,   // mbarrier: uninitialised, initialised twice, too many arrivals
  kByteCount,       // mbarrier: announced bytes and copied bytes differ
  kLappedWait,      // mbarrier: a waiter missed the phase it waited for
  kDivergence,      // threads that must act together do different things
  kAccumulatorUse,  // accumulator touched in flight, unfenced or before it was written
  kFragmentUse,     // fragment of A changed while a wgmma reads it
  kMissingWgmmaFence,
  kMissingProxyFence,  // plain stores reach the asynchronous proxy unfenced
  kMissingMapFence,    // tensor map changed without release and acquire
  kDescriptor,         // wgmma matrix descriptor that the hardware would read differently
  kDangling,           // unfinished business when the block ends
  kNamedBarrierMisuse,
  kRegisterBudget,  // setmaxnreg against the rules or beyond the block's registers
  kGridDependency,  // data of the previous grid used before griddepcontrol.wait
  kTensorCopy,      // arguments that a bulk copy does not take
  kClusterMisuse
};

const char* name_of(Fault fault);

/** What a launch did, for benchmarks of the emulator itself. */
struct Statistics {
  uint64_t switches = 0;
  uint64_t matrix_products = 0;
  uint64_t multiply_adds = 0;
  uint64_t copies = 0;
};

/** The outcome of a launch: the first fault, or none. */
struct Report {
  Fault fault = Fault::kNone;
  std::string message;
  std::string file;
  int line = 0;
  int block = -1;
  int thread = -1;
  Statistics statistics;

  bool ok() const { return fault == Fault::kNone; }
  /** "RACE at kernel.hpp:12, block 0, thread 37: ..." */
  std::string text() const;
};

/** Records the first fault and ends the launch; does not return to the kernel. */
[[noreturn]] void fail(Fault fault, const Where& where, const std::string& message);

/** "a 12 b" from its parts, for messages. */
template <class... Parts>
std::string join(const Parts&... parts) {
  std::string text;
  const auto add = [&text](const auto& part) {
    if constexpr (requires { std::to_string(part); }) {
      text += std::to_string(part);
    } else {
      text += part;
    }
  };
  (add(parts), ...);
  return text;
}

}  // namespace moe::emulator
