#pragma once
#include <string>

namespace moe::cpu {

/** Instruction sets that inner loops are compiled for, from the plainest up. */
enum class InstructionSet { kGeneric, kAvx2, kAvx512, kAvx512Bf16, kAmxBf16 };

/** As tactics name it: "generic", "avx2", "avx512", "avx512_bf16", "amx_bf16". */
const char* name_of(InstructionSet set);

/** Whether processor and operating system allow the instructions; of AMX the process asks for them.
 */
bool is_available(InstructionSet set);

/** The best that is available. */
InstructionSet best_available();

/** The vectors that multiply most in a second: where dot products are slow, not the best. Tiles are
 * not vectors: only one family has them. */
InstructionSet fastest_vectors();

/** e.g. "needs avx512_bf16; this processor offers avx2"; of AMX also why the system refuses it. */
std::string missing_reason(InstructionSet set);

}  // namespace moe::cpu
