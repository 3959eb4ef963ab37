#include "kernels/cpu/tactics.hpp"

#include <algorithm>
#include <array>

#include "kernels/common/error.hpp"
#include "kernels/common/int4.hpp"
#include "kernels/cpu/families.hpp"
#include "kernels/cpu/interleaved/pack.hpp"
#include "kernels/cpu/natural/pack.hpp"
#include "kernels/cpu/streaming/pack.hpp"

namespace moe::cpu {

namespace {

struct Implementation {
  Layout layout;
  InstructionSet instruction_set;
  const InnerKernels* kernels;
};

constexpr Layout mxfp4(Family family) { return {family, MOE_SCHEME_MXFP4_BF16}; }
constexpr Layout int4(Family family) { return {family, MOE_SCHEME_INT4_FP8}; }

const std::array kImplementations = {
    Implementation{mxfp4(Family::kNatural), InstructionSet::kAvx512Bf16, &natural::kAvx512Bf16},
    Implementation{mxfp4(Family::kNatural), InstructionSet::kAvx512, &natural::kAvx512},
    Implementation{mxfp4(Family::kNatural), InstructionSet::kAvx2, &natural::kAvx2},
    Implementation{mxfp4(Family::kNatural), InstructionSet::kGeneric, &natural::kGeneric},
    Implementation{mxfp4(Family::kInterleaved), InstructionSet::kAvx512Bf16,
                   &interleaved::kAvx512Bf16},
    Implementation{mxfp4(Family::kInterleaved), InstructionSet::kAvx512, &interleaved::kAvx512},
    Implementation{mxfp4(Family::kInterleaved), InstructionSet::kAvx2, &interleaved::kAvx2},
    Implementation{mxfp4(Family::kInterleaved), InstructionSet::kGeneric, &interleaved::kGeneric},
    Implementation{mxfp4(Family::kStreaming), InstructionSet::kAmxBf16, &streaming::kAmxBf16},
    Implementation{mxfp4(Family::kStreaming), InstructionSet::kAvx512Bf16, &streaming::kAvx512Bf16},
    Implementation{mxfp4(Family::kStreaming), InstructionSet::kAvx512, &streaming::kAvx512},
    Implementation{mxfp4(Family::kStreaming), InstructionSet::kAvx2, &streaming::kAvx2},
    Implementation{mxfp4(Family::kStreaming), InstructionSet::kGeneric, &streaming::kGeneric},
    Implementation{int4(Family::kNatural), InstructionSet::kAvx512, &natural::kAvx512Int4},
    Implementation{int4(Family::kNatural), InstructionSet::kAvx2, &natural::kAvx2Int4},
    Implementation{int4(Family::kNatural), InstructionSet::kGeneric, &natural::kGenericInt4},
};

/** Whether a default may use it: tiles wherever they are, they multiply 16 times as much in a cycle
 * as multiply-adds; of vectors no better ones than the fastest. */
bool is_fast(InstructionSet set) {
  return set == InstructionSet::kAmxBf16 ? is_available(set) : set <= fastest_vectors();
}

/** Whether its layout has nothing better that a default may use. */
bool is_fastest(const Implementation& implementation) {
  return is_fast(implementation.instruction_set) &&
         std::none_of(kImplementations.begin(), kImplementations.end(), [&](const auto& other) {
           return other.layout == implementation.layout && is_fast(other.instruction_set) &&
                  other.instruction_set > implementation.instruction_set;
         });
}

/** The canonical id; neutral parts (schedule, cluster, stages, raster, swizzle, split) are left
 * out. */
std::string id_of(const Implementation& implementation, const InnerKernel& kernel) {
  const Family family = implementation.layout.family;
  return std::string(family_name(family)) + "." + name_of(implementation.instruction_set) + ".m" +
         std::to_string(kernel.tile_m) + "n" + std::to_string(kernel.tile_n) + "k" +
         std::to_string(kBlockK) + "." + conversion_name(implementation.layout) + "." +
         loader_name(family) + "." + scaling_name(implementation.instruction_set);
}

/** Activations in tiles have the width of the tactic's own tile, unless they say another. */
Arrangement arrangement_for(const InnerKernels& kernels, int tile) {
  Arrangement arrangement = kernels.arrangement;
  if (arrangement.tile_tokens == 0) {
    arrangement.tile_tokens = kernels.tiles[tile].tile_n;
  }
  return arrangement;
}

std::vector<Tactic> make_tactics() {
  std::vector<Tactic> tactics;
  for (const auto& implementation : kImplementations) {
    const InnerKernels& kernels = *implementation.kernels;
    int largest = 0;
    for (int i = 0; i < kMaxTiles && kernels.tiles[i].run != nullptr; ++i) {
      largest = kernels.tiles[i].tile_n > kernels.tiles[largest].tile_n ? i : largest;
    }
    for (int i = 0; i < kMaxTiles && kernels.tiles[i].run != nullptr; ++i) {
      // The largest token tile also runs every smaller one, so it is never far from the best.
      const bool is_default = i == largest && is_fastest(implementation);
      tactics.push_back({id_of(implementation, kernels.tiles[i]), implementation.layout,
                         implementation.instruction_set, kernels.tiles[i],
                         arrangement_for(kernels, i), is_default});
    }
  }
  return tactics;
}

}  // namespace

const std::vector<Tactic>& all_tactics() {
  static const std::vector<Tactic> tactics = make_tactics();
  return tactics;
}

const Tactic& tactic_at(int32_t index) {
  const auto& tactics = all_tactics();
  if (index < 0 || index >= static_cast<int32_t>(tactics.size())) {
    throw Error(MOE_INVALID_ARGUMENT, "tactic " + std::to_string(index) + " is outside 0 to " +
                                          std::to_string(tactics.size() - 1));
  }
  return tactics[static_cast<size_t>(index)];
}

const char* family_name(Family family) {
  switch (family) {
    case Family::kNatural:
      return "natural";
    case Family::kInterleaved:
      return "interleaved";
    default:
      return "streaming";
  }
}

const char* conversion_name(Layout layout) {
  if (layout.scheme == MOE_SCHEME_INT4_FP8) {
    return "int4_arithmetic";
  }
  return layout.family == Family::kNatural ? "arithmetic" : "lut";
}

const char* loader_name(Family family) {
  return family == Family::kStreaming ? "stream" : "vector";
}

const char* scaling_name(InstructionSet set) {
  return set == InstructionSet::kAmxBf16 ? "before" : "after";
}

const char* layout_name(Layout layout) {
  switch (layout.family) {
    case Family::kNatural:
      return layout.scheme == MOE_SCHEME_INT4_FP8 ? natural::kInt4Layout : natural::kLayout;
    case Family::kInterleaved:
      return interleaved::kLayout;
    default:
      return streaming::kLayout;
  }
}

int32_t row_multiple(Family family) {
  switch (family) {
    case Family::kNatural:
      return natural::kRowMultiple;
    case Family::kInterleaved:
      return interleaved::kRowMultiple;
    default:
      return streaming::kRowMultiple;
  }
}

int32_t k_multiple(Layout layout) {
  return layout.scheme == MOE_SCHEME_INT4_FP8 ? kInt4Group : kBlockK;
}

}  // namespace moe::cpu
