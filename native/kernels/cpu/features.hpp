#pragma once
#include <string>

namespace moe::cpu {

/** Instruction sets that inner loops are compiled for, from the plainest up. */
enum class InstructionSet { kGeneric, kAvx2, kAvx512, kAvx512Bf16 };

/** As tactics name it: "generic", "avx2", "avx512", "avx512_bf16". */
const char* name_of(InstructionSet set);

/** Whether processor and operating system allow the instructions. */
bool is_available(InstructionSet set);

/** The best that is available. */
InstructionSet best_available();

/** The one that multiplies most in a second: where dot products are slow, not the best. */
InstructionSet fastest_available();

/** e.g. "needs avx512_bf16; this processor offers avx2". */
std::string missing_reason(InstructionSet set);

}  // namespace moe::cpu
