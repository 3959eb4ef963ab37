/** The ABI of native/api/moe_kernels.h around layer.cpp: change `tactic` and `supports` to fit your
 * kernel. */
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "kernels/layer.hpp"

using Clock = std::chrono::steady_clock;

struct moe_context {
  std::vector<Clock::time_point> marks;
};

namespace {

thread_local const char* last_error = "";

moe_status fail(moe_status status, const char* words) {
  last_error = words;
  return status;
}

moe_status device(moe_device* out) {
  *out = {.struct_size = sizeof *out,
          .name = "the processor, one thread",
          .compute_units = 1,
          .memory_bytes = int64_t{8} << 30,
          .last_level_cache_bytes = int64_t{32} << 20,
          .timer_tick_ns = 1};
  return MOE_OK;
}

/** The id is made of the other fields: `moe-workbench conformance` says how when it is not. */
moe_status tactic(int32_t index, moe_tactic* out) {
  if (index != 0) return fail(MOE_INVALID_ARGUMENT, "there is one tactic, number 0");
  *out = {.struct_size = sizeof *out,
          .id = "plain.generic.m1n1k32.arithmetic.scalar.after",
          .family = "plain",
          .instruction_set = "generic",
          .tile_m = 1,
          .tile_n = 1,
          .tile_k = 32,
          .cluster_m = 1,
          .cluster_n = 1,
          .stages = 1,
          .swizzle = 1,
          .split_k = 1,
          .schedule = "none",
          .raster = "none",
          .conversion = "arithmetic",
          .loader = "scalar",
          .scaling = "after",
          .weight_layout = "mxfp4.plain",
          .is_default = 1};
  return MOE_OK;
}

moe_status resources(int32_t, moe_resources* out) {
  *out = {sizeof *out, -1, -1, -1, -1, -1, -1, -1};
  return MOE_OK;
}

moe_status supports(int32_t, const moe_problem* problem, int32_t, char* reason, size_t bytes) {
  if (problem->scheme != MOE_SCHEME_MXFP4_BF16) {
    std::snprintf(reason, bytes, "only mxfp4_bf16");
    return MOE_UNSUPPORTED;
  }
  if (problem->hidden_size % 32 != 0 || problem->intermediate_size % 32 != 0) {
    std::snprintf(reason, bytes, "hidden and intermediate size must be multiples of 32");
    return MOE_UNSUPPORTED;
  }
  return MOE_OK;
}

struct Shape {
  int64_t rows, depth;
};

Shape shape_of(const moe_problem& problem, int32_t stage) {
  return stage == MOE_STAGE_GEMM1 ? Shape{my_kernels::gemm1_rows(problem), problem.hidden_size}
                                  : Shape{problem.hidden_size, problem.intermediate_size};
}

moe_status weights_bytes(int32_t, const moe_problem* problem, int32_t stage, size_t* out) {
  const auto [rows, depth] = shape_of(*problem, stage);
  *out = static_cast<size_t>(problem->num_experts * rows * depth) * 17 / 32;
  return MOE_OK;
}

moe_status weights_create(moe_context*, int32_t, const moe_problem* problem, int32_t stage,
                          const moe_host_weights* host, moe_weights** out) {
  const auto [rows, depth] = shape_of(*problem, stage);
  const int64_t all = problem->num_experts * rows;
  const auto* const scales = static_cast<const uint8_t*>(host->scales);
  try {
    *out = new moe_weights{stage,
                           rows,
                           depth,
                           {host->values, host->values + all * depth / 2},
                           {scales, scales + all * depth / 32},
                           {}};
    if (host->bias != nullptr) (*out)->bias.assign(host->bias, host->bias + all);
  } catch (const std::bad_alloc&) {
    return fail(MOE_OUT_OF_MEMORY, "no memory for the weights");
  }
  return MOE_OK;
}

bool fits(const moe_weights* weights, const moe_problem& problem, int32_t stage) {
  const auto [rows, depth] = shape_of(problem, stage);
  return weights != nullptr && weights->stage == stage && weights->rows == rows &&
         weights->depth == depth;
}

moe_status launch(moe_context*, const moe_problem* problem, const moe_launch* launch) {
  const bool first = launch->stage != MOE_STAGE_GEMM2;
  const bool second = launch->stage != MOE_STAGE_GEMM1;
  if ((first && !fits(launch->gemm1_weights, *problem, MOE_STAGE_GEMM1)) ||
      (second && !fits(launch->gemm2_weights, *problem, MOE_STAGE_GEMM2))) {
    return fail(MOE_INVALID_ARGUMENT, "these weights are of another problem");
  }
  my_kernels::run(*problem, *launch);
  return MOE_OK;
}

const moe_library kLibrary = {
    .abi_version = MOE_ABI_VERSION,
    .name = "my_kernels",
    .target = "cpu",
    .last_error = [] { return last_error; },
    .device = device,
    .tactic_count = [] { return 1; },
    .tactic = tactic,
    .resources = resources,
    .supports = supports,
    .context_create = [](const moe_context_options*, moe_context** out) -> moe_status {
      *out = new moe_context();
      return MOE_OK;
    },
    .context_destroy = [](moe_context* context) { delete context; },
    .context_threads = [](const moe_context*) { return 1; },
    .weights_bytes = weights_bytes,
    .weights_create = weights_create,
    .weights_destroy = [](moe_weights* weights) { delete weights; },
    .buffer_create = [](moe_context*, size_t bytes, void** out) -> moe_status {
      *out = std::aligned_alloc(64, (bytes + 63) / 64 * 64);
      return *out == nullptr ? fail(MOE_OUT_OF_MEMORY, "no memory for a buffer") : MOE_OK;
    },
    .buffer_destroy = [](moe_context*, void* buffer) { std::free(buffer); },
    .buffer_write = [](moe_context*, void* to, const void* from, size_t bytes) -> moe_status {
      std::memcpy(to, from, bytes);
      return MOE_OK;
    },
    .buffer_read = [](moe_context*, void* to, const void* from, size_t bytes) -> moe_status {
      std::memcpy(to, from, bytes);
      return MOE_OK;
    },
    .workspace_bytes = [](moe_context*, const moe_problem*, int32_t, int32_t, int32_t, int32_t,
                          size_t* out) -> moe_status {
      *out = 0;
      return MOE_OK;
    },
    .launch = launch,
    .marks_reserve = [](moe_context* context, int32_t count) -> moe_status {
      context->marks.resize(static_cast<size_t>(count));
      return MOE_OK;
    },
    .mark = [](moe_context* context, int32_t index) -> moe_status {
      context->marks[static_cast<size_t>(index)] = Clock::now();
      return MOE_OK;
    },
    .synchronize = [](moe_context*) -> moe_status { return MOE_OK; },
    .elapsed_us = [](moe_context* context, int32_t from, int32_t to, double* out) -> moe_status {
      const auto time =
          context->marks[static_cast<size_t>(to)] - context->marks[static_cast<size_t>(from)];
      *out = std::chrono::duration<double, std::micro>(time).count();
      return MOE_OK;
    }};

}  // namespace

extern "C" [[gnu::visibility("default")]] const moe_library* moe_library_open(uint32_t version) {
  return version == MOE_ABI_VERSION ? &kLibrary : nullptr;
}
