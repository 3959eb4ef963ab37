/** The C ABI of native/api/moe_kernels.h over the CPU kernels: checks, converts, dispatches. */
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "kernels/common/error.hpp"
#include "kernels/common/problem.hpp"
#include "kernels/cpu/device.hpp"
#include "kernels/cpu/layer.hpp"
#include "kernels/cpu/tactics.hpp"
#include "kernels/cpu/thread_pool.hpp"
#include "kernels/cpu/weights.hpp"

struct moe_context {
  explicit moe_context(int32_t num_threads) : pool(num_threads) {}

  moe::cpu::ThreadPool pool;
  moe::cpu::ExpertSlots slots;
  std::vector<std::chrono::steady_clock::time_point> marks;
};

namespace moe::cpu {
namespace {

Gemm gemm_of(int32_t stage) {
  require(stage == MOE_STAGE_GEMM1 || stage == MOE_STAGE_GEMM2,
          "weights belong to stage gemm1 or gemm2");
  return stage == MOE_STAGE_GEMM1 ? Gemm::kFirst : Gemm::kSecond;
}

/** Why a tactic cannot run a stage of a problem on this processor; empty when it can. */
std::string complaint(const Tactic& tactic, const moe_problem& problem, int32_t stage) {
  if (!is_available(tactic.instruction_set)) {
    return missing_reason(tactic.instruction_set);
  }
  if (std::string problem_fault = problem_complaint(problem); !problem_fault.empty()) {
    return problem_fault;
  }
  if (std::string fault = scheme_complaint(problem, tactic.layout.scheme); !fault.empty()) {
    return fault;
  }
  const LayoutMultiples multiples{row_multiple(tactic.layout.family), k_multiple(tactic.layout)};
  std::string fault;
  if (stage != MOE_STAGE_GEMM2) {
    fault = layout_complaint(problem, Gemm::kFirst, multiples);
  }
  if (fault.empty() && stage != MOE_STAGE_GEMM1) {
    fault = layout_complaint(problem, Gemm::kSecond, multiples);
  }
  return fault;
}

void require_supported(int32_t tactic, const moe_problem& problem, int32_t stage) {
  const std::string reason = complaint(tactic_at(tactic), problem, stage);
  if (!reason.empty()) {
    throw Error(MOE_UNSUPPORTED, reason);
  }
}

const char* last_error() { return last_error_message().c_str(); }

moe_status device(moe_device* out) {
  return guard([&] {
    require(out != nullptr, "no place for the device's description");
    *out = describe_device();
  });
}

int32_t tactic_count() { return static_cast<int32_t>(all_tactics().size()); }

moe_status tactic(int32_t index, moe_tactic* out) {
  return guard([&] {
    require(out != nullptr, "no place for the tactic's description");
    const Tactic& found = tactic_at(index);
    *out = moe_tactic{};
    out->struct_size = sizeof(moe_tactic);
    out->id = found.id.c_str();
    out->family = family_name(found.layout.family);
    out->instruction_set = name_of(found.instruction_set);
    out->tile_m = found.kernel.tile_m;
    out->tile_n = found.kernel.tile_n;
    out->tile_k = kBlockK;
    out->cluster_m = out->cluster_n = out->stages = out->swizzle = out->split_k = 1;
    out->schedule = out->raster = "none";
    out->conversion = conversion_name(found.layout);
    out->loader = loader_name(found.layout.family);
    out->scaling = scaling_name(found.instruction_set);
    out->weight_layout = layout_name(found.layout);
    out->is_default = found.is_default ? 1 : 0;
  });
}

/** A compiler for processors reports no resources per kernel. */
moe_status resources(int32_t index, moe_resources* out) {
  return guard([&] {
    require(out != nullptr, "no place for the resources");
    tactic_at(index);
    *out = {sizeof(moe_resources), -1, -1, -1, -1, -1, -1, -1};
  });
}

moe_status supports(int32_t index, const moe_problem* problem, int32_t stage, char* reason,
                    size_t reason_bytes) {
  return guard([&] {
    require(problem != nullptr, "the problem is missing");
    const std::string fault = complaint(tactic_at(index), *problem, stage);
    if (reason != nullptr && reason_bytes > 0) {
      std::snprintf(reason, reason_bytes, "%s", fault.c_str());
    }
    if (!fault.empty()) {
      throw Error(MOE_UNSUPPORTED, fault);
    }
  });
}

moe_status context_create(const moe_context_options* options, moe_context** out) {
  return guard([&] {
    require(out != nullptr, "no place for the context");
    const int32_t num_threads = options == nullptr ? 0 : options->num_threads;
    require(num_threads >= 0 && num_threads <= 4096, "the number of threads must be 0 to 4096");
    *out = new moe_context(num_threads);
  });
}

void context_destroy(moe_context* context) { delete context; }

int32_t context_threads(const moe_context* context) { return context->pool.num_threads(); }

moe_status weights_bytes(int32_t index, const moe_problem* problem, int32_t stage, size_t* out) {
  return guard([&] {
    require(problem != nullptr && out != nullptr, "the problem or the place for it is missing");
    require_supported(index, *problem, stage);
    const GemmShape shape = shape_of(*problem, gemm_of(stage));
    const size_t bias = problem->has_bias != 0
                            ? static_cast<size_t>(shape.num_experts * shape.rows) * sizeof(float)
                            : 0;
    *out = packed_bytes(tactic_at(index).layout, shape) + bias;
  });
}

moe_status weights_create(moe_context* context, int32_t index, const moe_problem* problem,
                          int32_t stage, const moe_host_weights* host, moe_weights** out) {
  return guard([&] {
    require(context != nullptr && problem != nullptr && out != nullptr, "an argument is missing");
    require(host != nullptr && host->values != nullptr && host->scales != nullptr,
            "the host's weights are missing");
    require(problem->has_bias == 0 || host->bias != nullptr, "the host's biases are missing");
    require_supported(index, *problem, stage);
    *out = new moe_weights(
        pack_weights(context->pool, tactic_at(index).layout, *problem, gemm_of(stage), *host));
  });
}

void weights_destroy(moe_weights* weights) { delete weights; }

/** A buffer is the memory behind a HugeBuffer; the owner lies in front of it. */
constexpr size_t kOwnerBytes = 64;
static_assert(sizeof(HugeBuffer) <= kOwnerBytes);

moe_status buffer_create(moe_context*, size_t bytes, void** out) {
  return guard([&] {
    require(out != nullptr, "no place for the buffer");
    HugeBuffer memory(bytes + kOwnerBytes);
    uint8_t* const base = memory.data();
    new (base) HugeBuffer(std::move(memory));
    *out = base + kOwnerBytes;
  });
}

void buffer_destroy(moe_context*, void* buffer) {
  if (buffer != nullptr) {
    auto* const owner = reinterpret_cast<HugeBuffer*>(static_cast<uint8_t*>(buffer) - kOwnerBytes);
    // Moved out first: the owner lies in the memory that it releases.
    const HugeBuffer memory = std::move(*owner);
  }
}

moe_status copy(void* to, const void* from, size_t bytes) {
  return guard([&] {
    require(bytes == 0 || (to != nullptr && from != nullptr), "an address is missing");
    std::memcpy(to, from, bytes);
  });
}

moe_status buffer_write(moe_context*, void* to, const void* from, size_t bytes) {
  return copy(to, from, bytes);
}

moe_status buffer_read(moe_context*, void* to, const void* from, size_t bytes) {
  return copy(to, from, bytes);
}

moe_status workspace_bytes_of(moe_context*, const moe_problem* problem, int32_t, int32_t, int32_t,
                              int32_t max_tokens, size_t* out) {
  return guard([&] {
    require(problem != nullptr && out != nullptr, "an argument is missing");
    require(max_tokens >= 1, "at least one token is needed");
    *out = workspace_bytes(*problem, max_tokens);
  });
}

moe_status launch(moe_context* context, const moe_problem* problem, const moe_launch* launch) {
  return guard([&] {
    require(context != nullptr && problem != nullptr && launch != nullptr,
            "an argument is missing");
    require(launch->num_tokens >= 1, "at least one token is needed");
    require(launch->input != nullptr && launch->output != nullptr, "input or output is missing");
    if (launch->stage != MOE_STAGE_GEMM2) {
      require_supported(launch->gemm1_tactic, *problem, MOE_STAGE_GEMM1);
    }
    if (launch->stage != MOE_STAGE_GEMM1) {
      require_supported(launch->gemm2_tactic, *problem, MOE_STAGE_GEMM2);
    }
    run_stage(context->pool, context->slots, *problem, *launch);
  });
}

moe_status marks_reserve(moe_context* context, int32_t count) {
  return guard([&] {
    require(context != nullptr && count >= 0, "the number of marks must not be negative");
    context->marks.resize(static_cast<size_t>(count));
  });
}

/** Launches are synchronous here, so everything launched before has finished. */
moe_status mark(moe_context* context, int32_t index) {
  if (index < 0 || static_cast<size_t>(index) >= context->marks.size()) {
    last_error_message() = "the mark was not reserved";
    return MOE_INVALID_ARGUMENT;
  }
  context->marks[static_cast<size_t>(index)] = std::chrono::steady_clock::now();
  return MOE_OK;
}

moe_status synchronize(moe_context*) { return MOE_OK; }

moe_status elapsed_us(moe_context* context, int32_t from, int32_t to, double* out) {
  return guard([&] {
    require(context != nullptr && out != nullptr, "an argument is missing");
    const auto count = static_cast<int32_t>(context->marks.size());
    require(from >= 0 && from < count && to >= 0 && to < count, "a mark was not reserved");
    const std::chrono::duration<double, std::micro> elapsed =
        context->marks[static_cast<size_t>(to)] - context->marks[static_cast<size_t>(from)];
    *out = elapsed.count();
  });
}

const moe_library kLibrary = {
    MOE_ABI_VERSION, "moe_cpu",       "cpu",         last_error,     device,
    tactic_count,    tactic,          resources,     supports,       context_create,
    context_destroy, context_threads, weights_bytes, weights_create, weights_destroy,
    buffer_create,   buffer_destroy,  buffer_write,  buffer_read,    workspace_bytes_of,
    launch,          marks_reserve,   mark,          synchronize,    elapsed_us};

}  // namespace
}  // namespace moe::cpu

extern "C" __attribute__((visibility("default"))) const moe_library* moe_library_open(
    uint32_t abi_version) {
  return abi_version == MOE_ABI_VERSION ? &moe::cpu::kLibrary : nullptr;
}
