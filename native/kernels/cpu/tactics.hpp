#pragma once
#include <string>
#include <vector>

#include "kernels/cpu/features.hpp"
#include "kernels/cpu/inner_kernel.hpp"

namespace moe::cpu {

enum class Family { kNatural, kInterleaved, kStreaming };

/** How weights are packed: a family's layout of a scheme's weights. */
struct Layout {
  Family family;
  int32_t scheme;  // MOE_SCHEME_*

  bool operator==(const Layout&) const = default;
};

/** A tactic of this library: its description and the inner loop behind it. */
struct Tactic {
  std::string id;
  Layout layout;
  InstructionSet instruction_set;
  InnerKernel kernel;
  Arrangement arrangement;
  bool is_default;
};

/** Every tactic that was compiled, whatever the processor has; the order is the index of the ABI.
 */
const std::vector<Tactic>& all_tactics();

/** The tactic of an index, or a failure that names the range. */
const Tactic& tactic_at(int32_t index);

const char* family_name(Family family);
const char* conversion_name(Layout layout);
const char* loader_name(Family family);
/** When a group's scale is applied: "before" the products, folded into the weights, or "after". */
const char* scaling_name(InstructionSet set);
const char* layout_name(Layout layout);
/** What N, or each half of it where rows are paired, must be a multiple of. */
int32_t row_multiple(Family family);
/** What K must be a multiple of. */
int32_t k_multiple(Layout layout);

}  // namespace moe::cpu
