#pragma once
/** The CPU kernel library through its C ABI, with owners for what the ABI hands
 * out. */
#include <dlfcn.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "api/moe_kernels.h"

namespace moe::test {

inline const moe_library& cpu_library() {
  static const moe_library* const library = [] {
    void* const handle = dlopen(MOE_CPU_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
      throw std::runtime_error(dlerror());
    }
    const auto open = reinterpret_cast<moe_library_open_fn>(dlsym(handle, MOE_LIBRARY_OPEN_SYMBOL));
    return open(MOE_ABI_VERSION);
  }();
  return *library;
}

inline void must(moe_status status) {
  if (status != MOE_OK) {
    throw std::runtime_error(std::to_string(status) + ": " + cpu_library().last_error());
  }
}

inline moe_tactic tactic_of(int32_t index) {
  moe_tactic tactic{};
  must(cpu_library().tactic(index, &tactic));
  return tactic;
}

inline std::string reason_against(int32_t tactic, const moe_problem& problem, int32_t stage) {
  char reason[512] = "";
  cpu_library().supports(tactic, &problem, stage, reason, sizeof reason);
  return reason;
}

/** Indices of the tactics that this processor can run on the problem. */
inline std::vector<int32_t> tactics_for(const moe_problem& problem) {
  std::vector<int32_t> found;
  for (int32_t index = 0; index < cpu_library().tactic_count(); ++index) {
    if (reason_against(index, problem, MOE_STAGE_LAYER).empty()) {
      found.push_back(index);
    }
  }
  return found;
}

using Context = std::unique_ptr<moe_context, void (*)(moe_context*)>;
using Weights = std::unique_ptr<moe_weights, void (*)(moe_weights*)>;

inline Context make_context(int32_t threads) {
  const moe_context_options options{sizeof(moe_context_options), threads, 0};
  moe_context* context = nullptr;
  must(cpu_library().context_create(&options, &context));
  return {context, cpu_library().context_destroy};
}

inline Weights make_weights(moe_context* context, int32_t tactic, const moe_problem& problem,
                            int32_t stage, const moe_host_weights& host) {
  moe_weights* weights = nullptr;
  must(cpu_library().weights_create(context, tactic, &problem, stage, &host, &weights));
  return {weights, cpu_library().weights_destroy};
}

}  // namespace moe::test
