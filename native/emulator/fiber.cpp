#include "emulator/fiber.hpp"

#include <sys/mman.h>

#include <cstdint>
#include <new>

#if !defined(__x86_64__)
#error "the emulator's context switch is written for x86-64"
#endif

extern "C" void moe_emulator_switch(void** save, void* load);

// Saves what the System V ABI makes the callee keep, changes stacks, restores.
asm(R"(
.text
.globl moe_emulator_switch
.type moe_emulator_switch, @function
moe_emulator_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size moe_emulator_switch, .-moe_emulator_switch
)");

namespace moe::emulator {

namespace {

constexpr size_t kStackBytes = 128 << 10;
constexpr size_t kGuardBytes = 4096;
void* scheduler_pointer = nullptr;

char* map_stack() {
  void* const memory = mmap(nullptr, kGuardBytes + kStackBytes, PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  mprotect(memory, kGuardBytes, PROT_NONE);
  return static_cast<char*>(memory) + kGuardBytes;
}

}  // namespace

void Fiber::start(void (*entry)()) {
  if (stack_ == nullptr) stack_ = map_stack();
  // As if `entry` had just been called: the return address is null and the stack 16-byte aligned
  // before it; below lie six saved registers.
  auto** top = reinterpret_cast<void**>(stack_ + kStackBytes - 64);
  *--top = nullptr;
  *--top = reinterpret_cast<void*>(entry);
  for (int i = 0; i < 6; ++i) *--top = nullptr;
  pointer_ = top;
}

void Fiber::resume() { moe_emulator_switch(&scheduler_pointer, pointer_); }

void Fiber::yield() { moe_emulator_switch(&pointer_, scheduler_pointer); }

Fiber::~Fiber() {
  if (stack_ != nullptr) munmap(stack_ - kGuardBytes, kGuardBytes + kStackBytes);
}

}  // namespace moe::emulator
