#pragma once
/** Whether this process may use the bf16 tile instructions of AMX. */
#include <string>

#if defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#endif

namespace moe {

#if defined(__x86_64__)

/** What the processor says of itself: CPUID leaf 7, EDX bits 22 (AMX-BF16) and 24 (AMX-TILE). */
inline bool processor_has_amx_bf16() {
  unsigned int eax = 0, ebx = 0, ecx = 0, edx = 0;
  constexpr unsigned int kBits = 1u << 22 | 1u << 24;
  return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) != 0 && (edx & kBits) == kBits;
}

/**
 * Why the process may not use tiles; empty when it may. Linux (5.16 and later) keeps room for tile
 * registers only for a process that asks, once for all its threads.
 */
inline const std::string& amx_refusal() {
  static const std::string refusal = [] {
    constexpr long kRequestPermission = 0x1023;  // ARCH_REQ_XCOMP_PERM
    constexpr long kTileData = 18;               // XFEATURE_XTILEDATA
    if (!processor_has_amx_bf16()) {
      return std::string("this processor has no AMX with bf16");
    }
    if (syscall(SYS_arch_prctl, kRequestPermission, kTileData) != 0) {
      return std::string("the system does not grant AMX's tile registers: ") + std::strerror(errno);
    }
    return std::string();
  }();
  return refusal;
}

#else

inline bool processor_has_amx_bf16() { return false; }

inline const std::string& amx_refusal() {
  static const std::string refusal = "this processor has no AMX";
  return refusal;
}

#endif

}  // namespace moe
