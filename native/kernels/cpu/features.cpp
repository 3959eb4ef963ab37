#include "kernels/cpu/features.hpp"

#include <array>

#include "kernels/common/amx.hpp"
#include "kernels/cpu/dot_products.hpp"

namespace moe::cpu {

namespace {

InstructionSet best_vectors() {
  for (const auto set :
       std::array{InstructionSet::kAvx512Bf16, InstructionSet::kAvx512, InstructionSet::kAvx2}) {
    if (is_available(set)) {
      return set;
    }
  }
  return InstructionSet::kGeneric;
}

}  // namespace

const char* name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::kAvx2:
      return "avx2";
    case InstructionSet::kAvx512:
      return "avx512";
    case InstructionSet::kAvx512Bf16:
      return "avx512_bf16";
    case InstructionSet::kAmxBf16:
      return "amx_bf16";
    default:
      return "generic";
  }
}

// The compiler's run-time checks read CPUID and the operating system's XCR0.
bool is_available(InstructionSet set) {
#if defined(__x86_64__)
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl");
  switch (set) {
    case InstructionSet::kAvx2:
      return avx2;
    case InstructionSet::kAvx512:
      return avx512;
    case InstructionSet::kAvx512Bf16:
      return avx512 && __builtin_cpu_supports("avx512bf16");
    case InstructionSet::kAmxBf16:
      return avx512 && __builtin_cpu_supports("avx512vbmi") && amx_refusal().empty();
    default:
      return true;
  }
#else
  return set == InstructionSet::kGeneric;
#endif
}

InstructionSet best_available() {
  return is_available(InstructionSet::kAmxBf16) ? InstructionSet::kAmxBf16 : best_vectors();
}

InstructionSet fastest_vectors() {
  const InstructionSet best = best_vectors();
  return best == InstructionSet::kAvx512Bf16 && !bf16_dots_are_faster() ? InstructionSet::kAvx512
                                                                        : best;
}

std::string missing_reason(InstructionSet set) {
  if (set == InstructionSet::kAmxBf16 && processor_has_amx_bf16()) {
    return std::string("needs ") + name_of(set) + "; " + amx_refusal();
  }
  return std::string("needs ") + name_of(set) + "; this processor offers " +
         name_of(best_available());
}

}  // namespace moe::cpu
