#include "kernels/sm90/library/tactics.hpp"

#include <set>

#include "api/moe_kernels.h"
#include "kernels/common/error.hpp"

namespace moe::sm90 {

namespace {

struct Cluster {
  int32_t m, n;
};
constexpr Cluster kClusters[] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}};

/** Schedules that a family's query lists for a tile, in its order. */
std::vector<Schedule> schedules_of(Family family, int32_t tile_m) {
  if (tile_m == 64) return {Schedule::kPingpong};
  if (family == Family::kOriginal) return {Schedule::kPingpong, Schedule::kCooperative};
  return {Schedule::kCooperative};
}

/** The dispatcher maps tile 64x128 to N = 64, and 128x128 to the pingpong mainloop whatever the
 * schedule that was asked for. */
Structure instantiated(Structure asked) {
  if (asked.tile_m == 64 && asked.tile_n == 128) asked.tile_n = 64;
  if (asked.tile_m == 128 && asked.tile_n == 128) asked.schedule = Schedule::kPingpong;
  return asked;
}

bool is_excluded(const Structure& structure) {
  return structure.family == Family::kPr12451 && structure.tile_m == 128 && structure.tile_n == 128;
}

/** The first of each layout is its default. */
std::vector<Tactic> make_tactics() {
  std::vector<Tactic> tactics;
  std::set<std::string> layouts;
  for (const Enumerated& entry : enumerate_all()) {
    const CompiledKernel* const kernel = find_kernel(entry.instantiated);
    if (entry.standing == Standing::kOffered && kernel != nullptr) {
      const std::string layout = layout_text(layout_of(entry.structure));
      const bool is_first = layouts.insert(layout).second;
      tactics.push_back({id_of(entry.structure, kernel->entry->stages), layout, kernel, is_first});
    }
  }
  return tactics;
}

bool is_int4(const Structure& structure) { return structure.scheme == Scheme::kInt4Fp8; }

}  // namespace

/** Our own families have lists of their own, nothing left out and nothing twice; the first, the
 * default, was the fastest for small batches (README, measured). */
std::vector<Enumerated> enumerate_tiles(Family family, std::vector<int32_t> tiles_m,
                                        std::vector<int32_t> tiles_n,
                                        Scheme scheme = Scheme::kMxfp4Bf16) {
  std::vector<Enumerated> listed;
  for (const int32_t tile_m : tiles_m) {
    for (const int32_t tile_n : tiles_n) {
      const Structure structure{family, tile_m, tile_n, Schedule::kCooperative, 1, 1, scheme};
      listed.push_back(
          {structure, structure, Standing::kOffered, static_cast<int32_t>(listed.size())});
    }
  }
  return listed;
}

std::vector<Enumerated> enumerate(Family family) {
  if (family == Family::kStreaming) return enumerate_tiles(family, {256, 128}, {16, 32, 64});
  if (family == Family::kFused) return enumerate_tiles(family, {256}, {8, 16});
  std::vector<Enumerated> listed;
  std::vector<Enumerated> excluded;
  int32_t position = 0;
  for (const int32_t tile_m : {64, 128}) {
    for (const int32_t tile_n : {16, 32, 64, 128}) {
      for (const Schedule schedule : schedules_of(family, tile_m)) {
        for (const Cluster cluster : kClusters) {
          const Structure asked{family, tile_m, tile_n, schedule, cluster.m, cluster.n};
          const Structure made = instantiated(asked);
          if (is_excluded(asked)) {
            excluded.push_back({asked, made, Standing::kExcluded, -1});
          } else {
            const auto standing = made == asked ? Standing::kOffered : Standing::kDuplicate;
            listed.push_back({asked, made, standing, position++});
          }
        }
      }
    }
  }
  listed.insert(listed.end(), excluded.begin(), excluded.end());
  return listed;
}

std::vector<Enumerated> enumerate_int4(Family family, int32_t tile_k) {
  if (family == Family::kFused) return enumerate_tiles(family, {256}, {8, 16}, Scheme::kInt4Fp8);
  std::vector<Enumerated> listed;
  int32_t position = 0;
  for (const int32_t tile_m : {64, 128}) {
    for (const int32_t tile_n : {16, 32, 64, 128}) {
      if (tile_m == 128 && tile_n == 128 && family == Family::kPr12451)
        continue;  // not in the list
      for (const Schedule schedule : schedules_of(family, tile_m)) {
        for (const Cluster cluster : kClusters) {
          const Structure structure{family,    tile_m,    tile_n,           schedule,
                                    cluster.m, cluster.n, Scheme::kInt4Fp8, tile_k};
          const bool is_compiled = (tile_m == 64 || tile_n != 128) &&
                                   (tile_k == 512 || (cluster.m == 1 && cluster.n == 1));
          if (is_compiled) listed.push_back({structure, structure, Standing::kOffered, position});
          ++position;
        }
      }
    }
  }
  return listed;
}

std::vector<Enumerated> enumerate_all() {
  std::vector<Enumerated> all;
  const auto append = [&](const std::vector<Enumerated>& more) {
    all.insert(all.end(), more.begin(), more.end());
  };
  for (const Family family :
       {Family::kOriginal, Family::kPr12451, Family::kStreaming, Family::kFused}) {
    append(enumerate(family));
  }
  for (const Family family : {Family::kOriginal, Family::kPr12451}) {
    for (const int32_t tile_k : {512, 256, 128}) append(enumerate_int4(family, tile_k));
  }
  append(enumerate_int4(Family::kFused, kTileK));
  return all;
}

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

const CompiledKernel* find_kernel(const Structure& structure) {
  for (const CompiledKernel& kernel : compiled_kernels()) {
    if (kernel.structure == structure) return &kernel;
  }
  return nullptr;
}

std::string id_of(const Structure& structure, int32_t stages) {
  const auto text = [](int32_t number) { return std::to_string(number); };
  std::string id = std::string(name_of(structure.family)) + ".sm90a.m" + text(structure.tile_m) +
                   "n" + text(structure.tile_n) + "k" + text(structure.tile_k) + "." +
                   name_of(structure.schedule);
  if (structure.cluster_m != 1 || structure.cluster_n != 1) {
    id += ".c" + text(structure.cluster_m) + "x" + text(structure.cluster_n);
  }
  id += ".s" + text(stages) + ".heuristic";
  if (const int32_t swizzle = swizzle_of(structure.family); swizzle != 1)
    id += ".w" + text(swizzle);
  return id + "." + conversion_of(structure) + "." + loader_of(structure.family) + "." +
         scaling_of(structure.family);
}

const char* name_of(Family family) {
  switch (family) {
    case Family::kOriginal:
      return "original";
    case Family::kPr12451:
      return "pr12451";
    case Family::kStreaming:
      return "streaming";
    default:
      return "fused";
  }
}
const char* name_of(Schedule schedule) {
  return schedule == Schedule::kPingpong ? "pingpong" : "cooperative";
}
const char* conversion_of(const Structure& structure) {
  switch (structure.family) {
    case Family::kOriginal:
      return is_int4(structure) ? "int4_arithmetic" : "arithmetic";
    case Family::kPr12451:
      return is_int4(structure) ? "int4_lut" : "lut";
    case Family::kFused:
      return is_int4(structure) ? "int4_mask" : "exponent";
    default:
      return "exponent";
  }
}
const char* loader_of(Family family) {
  switch (family) {
    case Family::kOriginal:
      return "scalar";
    case Family::kFused:
      return "vector";
    default:
      return "ldmatrix";
  }
}
const char* scaling_of(Family family) { return family == Family::kStreaming ? "before" : "after"; }
int32_t abi_scheme(Scheme scheme) {
  return scheme == Scheme::kInt4Fp8 ? MOE_SCHEME_INT4_FP8 : MOE_SCHEME_MXFP4_BF16;
}
Layout layout_of(const Structure& structure) {
  return {structure.family, structure.scheme, structure.tile_k};
}
std::string layout_text(const Layout& layout) {
  if (layout.scheme == Scheme::kInt4Fp8) {
    if (layout.family == Family::kFused) return "int4.fragments128x128.v1";
    const bool is_natural = layout.family == Family::kOriginal;
    return std::string(is_natural ? "int4.natural.g0.k" : "int4.interleave16x64.g1.k") +
           std::to_string(layout.tile_k);
  }
  switch (layout.family) {
    case Family::kOriginal:
      return "mxfp4.natural.g0";
    case Family::kPr12451:
      return "mxfp4.interleave16x64.g1";
    case Family::kStreaming:
      return "mxfp4.records128x128.v1";
    default:
      return "mxfp4.fragments128x128.v2";
  }
}
int32_t k_multiple(const Structure& structure) {
  if (is_int4(structure)) return structure.tile_k;
  return structure.family == Family::kOriginal ? 32 : 64;
}
int32_t swizzle_of(Family family) { return family == Family::kPr12451 ? 2 : 1; }

}  // namespace moe::sm90
