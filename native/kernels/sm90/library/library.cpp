/** The C ABI of native/api/moe_kernels.h over the sm90 kernels: checks, converts, dispatches. */
#include <cstdio>
#include <string>

#include "kernels/common/error.hpp"
#include "kernels/sm90/library/cuda_check.hpp"
#include "kernels/sm90/library/device.hpp"
#include "kernels/sm90/library/read_bandwidth.hpp"
#include "kernels/sm90/library/stages.hpp"
#include "kernels/sm90/library/tactics.hpp"

namespace moe::sm90 {
namespace {

Gemm gemm_of(int32_t stage) {
  require(stage == MOE_STAGE_GEMM1 || stage == MOE_STAGE_GEMM2,
          "weights belong to stage gemm1 or gemm2");
  return stage == MOE_STAGE_GEMM1 ? Gemm::kFirst : Gemm::kSecond;
}

/** Why a tactic cannot run a stage of a problem; empty when it can. Needs no device. */
std::string complaint(const Tactic& tactic, const moe_problem& problem, int32_t stage) {
  const CompiledKernel& kernel = *tactic.kernel;
  if (*kernel.report.failure != '\0') {
    return std::string("it did not compile: ") + kernel.report.failure;
  }
  if (std::string fault = problem_complaint(problem); !fault.empty()) {
    return fault;
  }
  if (std::string fault = scheme_complaint(problem, abi_scheme(kernel.structure.scheme));
      !fault.empty()) {
    return fault;
  }
  if (problem.num_experts > kMaxExperts) {
    return "number of experts " + std::to_string(problem.num_experts) + " is more than " +
           std::to_string(kMaxExperts);
  }
  if (problem.top_k > 32) {
    return "top-k " + std::to_string(problem.top_k) + " is more than 32, the lanes of a warp";
  }
  const LayoutMultiples multiples{kRowMultiple, k_multiple(kernel.structure)};
  std::string fault;
  if (stage != MOE_STAGE_GEMM2) fault = layout_complaint(problem, Gemm::kFirst, multiples);
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
    use_device(0);
    *out = describe_device();
  });
}

int32_t tactic_count() { return static_cast<int32_t>(all_tactics().size()); }

moe_status tactic(int32_t index, moe_tactic* out) {
  return guard([&] {
    require(out != nullptr, "no place for the tactic's description");
    const Tactic& found = tactic_at(index);
    const Structure& structure = found.kernel->structure;
    *out = {sizeof(moe_tactic),
            found.id.c_str(),
            name_of(structure.family),
            "sm90a",
            structure.tile_m,
            structure.tile_n,
            structure.tile_k,
            structure.cluster_m,
            structure.cluster_n,
            found.kernel->entry->stages,
            swizzle_of(structure.family),
            1,
            name_of(structure.schedule),
            "heuristic",
            conversion_of(structure),
            loader_of(structure.family),
            scaling_of(structure.family),
            found.weight_layout.c_str(),
            found.is_default ? 1 : 0};
  });
}

moe_status resources(int32_t index, moe_resources* out) {
  return guard([&] {
    require(out != nullptr, "no place for the resources");
    const CompiledKernel& kernel = *tactic_at(index).kernel;
    const CompilerReport& report = kernel.report;
    *out = {sizeof(moe_resources),      report.registers,     report.spill_store_bytes,
            report.spill_load_bytes,    report.stack_bytes,   report.static_shared_bytes,
            kernel.entry->shared_bytes, kernel.entry->threads};
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
    *out = new moe_context(options == nullptr ? 0 : options->device);
  });
}

void context_destroy(moe_context* context) { delete context; }

/** Host threads: the one that launches. */
int32_t context_threads(const moe_context*) { return 1; }

moe_status weights_bytes(int32_t index, const moe_problem* problem, int32_t stage, size_t* out) {
  return guard([&] {
    require(problem != nullptr && out != nullptr, "the problem or the place for it is missing");
    require_supported(index, *problem, stage);
    *out = prepared_bytes(layout_of(tactic_at(index).kernel->structure), *problem, gemm_of(stage));
  });
}

moe_status weights_create(moe_context* context, int32_t index, const moe_problem* problem,
                          int32_t stage, const moe_host_weights* host, moe_weights** out) {
  return guard([&] {
    require(context != nullptr, "the context, which holds the stream, is missing");
    require(problem != nullptr && out != nullptr, "an argument is missing");
    require(host != nullptr && host->values != nullptr && host->scales != nullptr,
            "the host's weights are missing");
    require(problem->has_bias == 0 || host->bias != nullptr, "the host's biases are missing");
    require_supported(index, *problem, stage);
    context->use();
    *out = new moe_weights(prepare_weights(layout_of(tactic_at(index).kernel->structure), *problem,
                                           gemm_of(stage), *host, context->device,
                                           context->stream.get()));
  });
}

void weights_destroy(moe_weights* weights) { delete weights; }

moe_status buffer_create(moe_context* context, size_t bytes, void** out) {
  return guard([&] {
    require(context != nullptr && out != nullptr, "the context or the place is missing");
    context->use();
    check(cudaMalloc(out, bytes == 0 ? 1 : bytes), "allocating device memory");
  });
}

void buffer_destroy(moe_context*, void* buffer) { cudaFree(buffer); }

moe_status copy(moe_context* context, void* to, const void* from, size_t bytes,
                cudaMemcpyKind kind) {
  return guard([&] {
    require(context != nullptr, "the context, which holds the stream, is missing");
    require(bytes == 0 || (to != nullptr && from != nullptr), "an address is missing");
    context->use();
    check(cudaMemcpyAsync(to, from, bytes, kind, context->stream.get()), "copying a buffer");
    check(cudaStreamSynchronize(context->stream.get()), "copying a buffer");
  });
}

moe_status buffer_write(moe_context* context, void* to, const void* from, size_t bytes) {
  return copy(context, to, from, bytes, cudaMemcpyHostToDevice);
}

moe_status buffer_read(moe_context* context, void* to, const void* from, size_t bytes) {
  return copy(context, to, from, bytes, cudaMemcpyDeviceToHost);
}

moe_status workspace_bytes_of(moe_context* context, const moe_problem* problem, int32_t, int32_t,
                              int32_t, int32_t max_tokens, size_t* out) {
  return guard([&] {
    require(context != nullptr && problem != nullptr && out != nullptr, "an argument is missing");
    require(max_tokens >= 1, "at least one token is needed");
    context->use();
    *out = workspace_bytes(*problem, max_tokens);
  });
}

moe_status launch(moe_context* context, const moe_problem* problem, const moe_launch* launch) {
  return guard([&] {
    require(context != nullptr, "the context, which holds the stream, is missing");
    require(problem != nullptr && launch != nullptr, "an argument is missing");
    require(launch->num_tokens >= 1, "at least one token is needed");
    require(launch->input != nullptr && launch->output != nullptr, "input or output is missing");
    if (launch->stage != MOE_STAGE_GEMM2) {
      require_supported(launch->gemm1_tactic, *problem, MOE_STAGE_GEMM1);
    }
    if (launch->stage != MOE_STAGE_GEMM1) {
      require_supported(launch->gemm2_tactic, *problem, MOE_STAGE_GEMM2);
    }
    run_stage(*context, *problem, *launch);
  });
}

moe_status marks_reserve(moe_context* context, int32_t count) {
  return guard([&] {
    require(context != nullptr && count >= 0, "the number of marks must not be negative");
    context->use();
    while (context->marks.size() < static_cast<size_t>(count)) {
      context->marks.push_back(make_event());
    }
  });
}

cudaEvent_t mark_at(const moe_context& context, int32_t index) {
  require(index >= 0 && static_cast<size_t>(index) < context.marks.size(),
          "the mark was not reserved");
  return context.marks[static_cast<size_t>(index)].get();
}

moe_status mark(moe_context* context, int32_t index) {
  return guard([&] {
    require(context != nullptr, "the context, which holds the stream, is missing");
    check(cudaEventRecord(mark_at(*context, index), context->stream.get()), "recording a mark");
  });
}

moe_status synchronize(moe_context* context) {
  return guard([&] {
    require(context != nullptr, "the context, which holds the stream, is missing");
    check(cudaStreamSynchronize(context->stream.get()), "waiting for the device");
  });
}

moe_status elapsed_us(moe_context* context, int32_t from, int32_t to, double* out) {
  return guard([&] {
    require(context != nullptr && out != nullptr, "an argument is missing");
    float ms = 0;
    check(cudaEventElapsedTime(&ms, mark_at(*context, from), mark_at(*context, to)),
          "reading the time between marks");
    *out = double{ms} * 1000;
  });
}

const moe_library kLibrary = {
    MOE_ABI_VERSION, "moe_sm90",      "sm90",        last_error,     device,
    tactic_count,    tactic,          resources,     supports,       context_create,
    context_destroy, context_threads, weights_bytes, weights_create, weights_destroy,
    buffer_create,   buffer_destroy,  buffer_write,  buffer_read,    workspace_bytes_of,
    launch,          marks_reserve,   mark,          synchronize,    elapsed_us};

}  // namespace
}  // namespace moe::sm90

extern "C" __attribute__((visibility("default"))) moe_status moe_library_read_bandwidth(
    moe_context* context, double* bytes_per_second) {
  return moe::guard([&] {
    moe::require(context != nullptr && bytes_per_second != nullptr, "an argument is missing");
    *bytes_per_second = moe::sm90::measure_read_bandwidth(*context);
  });
}

extern "C" __attribute__((visibility("default"))) const moe_library* moe_library_open(
    uint32_t abi_version) {
  return abi_version == MOE_ABI_VERSION ? &moe::sm90::kLibrary : nullptr;
}
