#include "bench/cpu_peers/ggml_runtime.hpp"

#include <dlfcn.h>

#include <filesystem>

#include "measure/failure.hpp"

namespace moe::peers {

namespace {

using measure::Failure;
using measure::FailureKind;

/** A shared object stays loaded: its threads and tables live as long as the process. */
void* load(const std::filesystem::path& path, int mode) {
  void* const handle = dlopen(path.c_str(), mode);
  if (handle == nullptr) {
    throw Failure(FailureKind::kError, dlerror());
  }
  return handle;
}

template <class Function>
void find(void* handle, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(handle, name));
  if (function == nullptr) {
    throw Failure(FailureKind::kError, std::string("ggml has no function ") + name);
  }
}

/** The variant of the CPU backend that scores best; each scores 0 where it cannot run. */
std::filesystem::path best_variant(const std::filesystem::path& folder) {
  std::filesystem::path best;
  int best_score = 0;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (!entry.path().filename().string().starts_with("libggml-cpu")) {
      continue;
    }
    void* const handle = dlopen(entry.path().c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (handle == nullptr) {
      continue;
    }
    const auto score = reinterpret_cast<int (*)()>(dlsym(handle, "ggml_backend_score"));
    if (score != nullptr && score() > best_score) {
      best_score = score();
      best = entry.path();
    }
    dlclose(handle);
  }
  if (best.empty()) {
    throw Failure(FailureKind::kError,
                  "no CPU backend of ggml for this processor in " + folder.string());
  }
  return best;
}

void find_base(void* base, GgmlApi& api) {
  find(base, "ggml_init", api.init);
  find(base, "ggml_free", api.free);
  find(base, "ggml_new_tensor_1d", api.new_tensor_1d);
  find(base, "ggml_new_tensor_2d", api.new_tensor_2d);
  find(base, "ggml_new_tensor_3d", api.new_tensor_3d);
  find(base, "ggml_view_2d", api.view_2d);
  find(base, "ggml_mul_mat_id", api.mul_mat_id);
  find(base, "ggml_swiglu_split", api.swiglu_split);
  find(base, "ggml_mul", api.mul);
  find(base, "ggml_add", api.add);
  find(base, "ggml_set_input", api.set_input);
  find(base, "ggml_set_output", api.set_output);
  find(base, "ggml_new_graph", api.new_graph);
  find(base, "ggml_build_forward_expand", api.build_forward_expand);
  find(base, "ggml_gallocr_new", api.gallocr_new);
  find(base, "ggml_gallocr_alloc_graph", api.gallocr_alloc_graph);
  find(base, "ggml_gallocr_free", api.gallocr_free);
  find(base, "ggml_backend_alloc_ctx_tensors_from_buft", api.alloc_tensors);
  find(base, "ggml_backend_buffer_free", api.buffer_free);
  find(base, "ggml_backend_tensor_set", api.tensor_set);
  find(base, "ggml_backend_tensor_get", api.tensor_get);
  find(base, "ggml_nbytes", api.nbytes);
  find(base, "ggml_backend_graph_compute", api.graph_compute);
  find(base, "ggml_backend_free", api.backend_free);
  find(base, "ggml_backend_get_default_buffer_type", api.default_buffer_type);
  find(base, "ggml_backend_buft_name", api.buffer_type_name);
  find(base, "ggml_backend_reg_get_proc_address", api.reg_get_proc_address);
  find(base, "ggml_backend_reg_dev_get", api.reg_dev_get);
  find(base, "ggml_version", api.version);
  find(base, "ggml_threadpool_params_default", api.threadpool_params_default);
}

void find_cpu(void* cpu, GgmlApi& api) {
  find(cpu, "ggml_backend_cpu_init", api.cpu_init);
  find(cpu, "ggml_backend_cpu_reg", api.cpu_reg);
  find(cpu, "ggml_backend_cpu_set_n_threads", api.cpu_set_num_threads);
  find(cpu, "ggml_backend_cpu_set_threadpool", api.cpu_set_threadpool);
  find(cpu, "ggml_threadpool_new", api.threadpool_new);
  find(cpu, "ggml_threadpool_free", api.threadpool_free);
  find(cpu, "ggml_threadpool_pause", api.threadpool_pause);
}

}  // namespace

GgmlRuntime::GgmlRuntime(const std::string& folder, int32_t num_threads) {
  const std::filesystem::path place(folder);
  find_base(load(place / "libggml-base.so", RTLD_NOW | RTLD_GLOBAL), api_);
  const auto variant = best_variant(place);
  find_cpu(load(variant, RTLD_NOW | RTLD_LOCAL), api_);
  description_ = std::string("ggml ") + api_.version() + ", " + variant.filename().string();
  backend_ = api_.cpu_init();
  GgmlThreadpoolParams params = api_.threadpool_params_default(num_threads);
  threadpool_ = api_.threadpool_new(&params);
  if (backend_ == nullptr || threadpool_ == nullptr) {
    throw Failure(FailureKind::kError, "ggml's CPU backend does not start");
  }
  api_.cpu_set_num_threads(backend_, num_threads);
  api_.cpu_set_threadpool(backend_, threadpool_);
  pause();
}

GgmlRuntime::~GgmlRuntime() {
  api_.backend_free(backend_);
  api_.threadpool_free(threadpool_);
}

GgmlBufferType* GgmlRuntime::repacked() const {
  using ExtraTypes = GgmlBufferType** (*)(GgmlDevice*);
  GgmlRegistry* const registry = api_.cpu_reg();
  const auto extra_types = reinterpret_cast<ExtraTypes>(
      api_.reg_get_proc_address(registry, "ggml_backend_dev_get_extra_bufts"));
  GgmlBufferType** type =
      extra_types == nullptr ? nullptr : extra_types(api_.reg_dev_get(registry, 0));
  for (; type != nullptr && *type != nullptr; ++type) {
    if (std::string(api_.buffer_type_name(*type)) == "CPU_REPACK") {
      return *type;
    }
  }
  throw Failure(FailureKind::kUnsupported, "this ggml keeps no repacked weights (CPU_REPACK)");
}

}  // namespace moe::peers
