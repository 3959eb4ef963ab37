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

/**
 * What is compiled of a side's list for int4_fp8 with stages of `tile_k` (512, 256 or 128: the pull
 * request takes the largest that divides K): tiles of all clusters with 512, of cluster 1x1 with
 * the others, none of 128x128. Positions are those of the whole list, in which 64x128 is a tile of
 * its own. Of `fused` its own list, with stages of 128 alone.
 */
std::vector<Enumerated> enumerate_int4(Family family, int32_t tile_k);

/** Every enumeration there is, in the order of tactics. */
std::vector<Enumerated> enumerate_all();

/** How weights lie: a family's layout of a scheme's weights, of int4 with scales packed by stage.
 */
struct Layout {
  Family family;
  Scheme scheme = Scheme::kMxfp4Bf16;
  int32_t tile_k = kTileK;

  bool operator==(const Layout&) const = default;
};

Layout layout_of(const Structure& structure);
/** e.g. "int4.interleave16x64.g1.k512" */
std::string layout_text(const Layout& layout);

/** A tactic of the ABI: offered, and compiled or at least tried. */
struct Tactic {
  std::string id;
  std::string weight_layout;
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
const char* conversion_of(const Structure& structure);
const char* loader_of(Family family);
const char* scaling_of(Family family);
/** MOE_SCHEME_* */
int32_t abi_scheme(Scheme scheme);
/** What K must be a multiple of in the tactic's layout. */
int32_t k_multiple(const Structure& structure);
int32_t swizzle_of(Family family);

/** Rows of weights, or of each half where they are paired, that a layout takes together. */
inline constexpr int32_t kRowMultiple = 16;

}  // namespace moe::sm90
