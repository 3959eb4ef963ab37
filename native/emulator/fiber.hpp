#pragma once
#include <cstddef>

namespace moe::emulator {

/**
 * A stack of its own for one emulated thread, and the switch between stacks. Written by hand for
 * x86-64: swapcontext saves the signal mask with a system call, which made runs 2 to 4 times
 * slower.
 */
class Fiber {
 public:
  /** Prepares to run `entry` from the start, on a stack that is reused between launches. */
  void start(void (*entry)());
  /** From the scheduler into the fiber, until it calls yield. */
  void resume();
  /** From the fiber back to the scheduler. */
  void yield();

  Fiber() = default;
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  ~Fiber();

 private:
  char* stack_ = nullptr;
  void* pointer_ = nullptr;
};

}  // namespace moe::emulator
