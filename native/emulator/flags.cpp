#include "emulator/flags.hpp"

#include "emulator/global_memory.hpp"
#include "emulator/machine.hpp"

namespace moe::emulator {

void raise_flag(uint32_t* flag, const Where& where) {
  check_global(flag, sizeof *flag, true, where);
  *flag = 1;
  std::erase_if(machine.flag_waiters, [flag](const FlagWaiter& waiter) {
    if (waiter.flag != flag) return false;
    wake(*waiter.thread);
    return true;
  });
}

void wait_flag(const uint32_t* flag, const Where& where) {
  check_global(flag, sizeof *flag, false, where);
  if (*flag != 0) return;
  machine.flag_waiters.push_back({flag, current});
  block_current("a flag that neither a block before nor this one has raised", where);
}

}  // namespace moe::emulator
