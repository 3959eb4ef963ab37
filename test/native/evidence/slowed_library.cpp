/**
 * The CPU's kernel library with every launch made slower by a known share: a spin in proportion to
 * the time-stamp counter's count of the launch itself. It loads libmoe_cpu.so from beside it under
 * a path of its own, so that both live in one process.
 */
#include <dlfcn.h>
#include <x86intrin.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "api/moe_kernels.h"

namespace {

const moe_library* inner = nullptr;

/** Share of a launch's time that is added; MOE_SLOWED_SHARE takes the place of one per cent. */
double added_share() {
  static const double share = [] {
    const char* text = std::getenv("MOE_SLOWED_SHARE");
    return text != nullptr ? std::atof(text) : 0.01;
  }();
  return share;
}

moe_status slowed_launch(moe_context* context, const moe_problem* problem,
                         const moe_launch* launch) {
  const uint64_t start = __rdtsc();
  const moe_status status = inner->launch(context, problem, launch);
  const uint64_t end = __rdtsc();
  const auto spin = static_cast<uint64_t>(static_cast<double>(end - start) * added_share());
  while (__rdtsc() - end < spin) {
  }
  return status;
}

/** A copy, because the loader gives one handle per file. */
std::filesystem::path copy_of_kernels() {
  Dl_info info{};
  dladdr(reinterpret_cast<void*>(&slowed_launch), &info);
  std::filesystem::path folder(info.dli_fname);
  const char* named = std::getenv("MOE_SLOWED_LIBRARY");
  return named != nullptr ? std::filesystem::path(named)
                          : folder.parent_path() / "libmoe_cpu_to_slow.so";
}

}  // namespace

extern "C" [[gnu::visibility("default")]] const moe_library* moe_library_open(uint32_t version) {
  static moe_library slowed{};
  void* handle = dlopen(copy_of_kernels().c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    return nullptr;
  }
  using Open = const moe_library* (*)(uint32_t);
  const auto open = reinterpret_cast<Open>(dlsym(handle, "moe_library_open"));
  inner = open == nullptr ? nullptr : open(version);
  if (inner == nullptr) {
    return nullptr;
  }
  slowed = *inner;
  slowed.launch = &slowed_launch;
  return &slowed;
}
