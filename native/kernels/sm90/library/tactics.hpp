#pragma once
#include <string>
#include <vector>

#include "kernels/sm90/library/compiled_kernel.hpp"

namespace moe::sm90 {

/** What has become of an entry of the pull request's enumeration. */
enum class Standing {
  kOffered,
  kDuplicate,  // the dispatcher instantiates the same kernel as for another entry
  kExcluded    // not in the enumeration; compiled to show why
};

/** One id of the enumeration, in its order. */
struct Enumerated {
  Structure structure;
  Structure instantiated;  // what the dispatcher makes of it
  Standing standing;
  int32_t position;  // the id per GEMM, or -1
};

/** The tactic query of one side of the pull request: 48 entries before it, 28 after, and what it
 * excludes behind them (pull request 12451, 2026-03; dispatcher: native/kernels/sm90/README.md). */
std::vector<Enumerated> enumerate(Family family);

/** A tactic of the ABI: offered, and compiled or at least tried. */
struct Tactic {
  std::string id;
  const CompiledKernel* kernel;
  bool is_default;
};

const std::vector<Tactic>& all_tactics();
/** Throws Error that names the range. */
const Tactic& tactic_at(int32_t index);

/** The kernel of a structure, or null. */
const CompiledKernel* find_kernel(const Structure& structure);

/** The canonical id; the pipeline's depth comes from the compiled kernel. */
std::string id_of(const Structure& structure, int32_t stages);

const char* name_of(Family family);
const char* name_of(Schedule schedule);
const char* conversion_of(Family family);
const char* loader_of(Family family);
const char* scaling_of(Family family);
const char* layout_of(Family family);
/** What K must be a multiple of in the family's layout. */
int32_t k_multiple(Family family);
int32_t swizzle_of(Family family);

/** Rows of weights, or of each half where they are paired, that a layout takes together. */
inline constexpr int32_t kRowMultiple = 16;

}  // namespace moe::sm90
