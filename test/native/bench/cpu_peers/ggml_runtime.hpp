#pragma once
/**
 * ggml's CPU backend as an npm package ships it, loaded at run time. Nothing of ggml is needed to
 * build this: the few functions that are called are declared here, as its C headers describe them.
 */
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace moe::peers {

/** Opaque objects of ggml; only pointers to them pass through here. */
struct GgmlContext;
struct GgmlTensor;
struct GgmlGraph;
struct GgmlAllocator;
struct GgmlBackend;
struct GgmlBuffer;
struct GgmlBufferType;
struct GgmlDevice;
struct GgmlRegistry;
struct GgmlThreadpool;

/** How ggml_init is told where tensors live; `no_alloc` leaves their data to a backend. */
struct GgmlInit {
  size_t memory_bytes;
  void* memory;
  bool no_alloc;
};

/** ggml's description of a thread pool; made by its own ggml_threadpool_params_default. */
struct GgmlThreadpoolParams {
  bool cpu_mask[512];
  int num_threads;
  int priority;
  uint32_t poll;
  bool strict_cpu;
  bool paused;
};

/** Numbers of ggml's enumerations that are used here. */
inline constexpr int kGgmlF32 = 0;
inline constexpr int kGgmlI32 = 26;
inline constexpr int kGgmlMxfp4 = 39;

/** The functions of ggml, all found or the runtime does not exist. */
struct GgmlApi {
  GgmlContext* (*init)(GgmlInit);
  void (*free)(GgmlContext*);
  GgmlTensor* (*new_tensor_1d)(GgmlContext*, int type, int64_t);
  GgmlTensor* (*new_tensor_2d)(GgmlContext*, int type, int64_t, int64_t);
  GgmlTensor* (*new_tensor_3d)(GgmlContext*, int type, int64_t, int64_t, int64_t);
  GgmlTensor* (*view_2d)(GgmlContext*, GgmlTensor*, int64_t, int64_t, size_t stride, size_t offset);
  GgmlTensor* (*mul_mat_id)(GgmlContext*, GgmlTensor* experts, GgmlTensor* x, GgmlTensor* ids);
  GgmlTensor* (*swiglu_split)(GgmlContext*, GgmlTensor* gate, GgmlTensor* up);
  GgmlTensor* (*mul)(GgmlContext*, GgmlTensor*, GgmlTensor*);
  GgmlTensor* (*add)(GgmlContext*, GgmlTensor*, GgmlTensor*);
  void (*set_input)(GgmlTensor*);
  void (*set_output)(GgmlTensor*);
  GgmlGraph* (*new_graph)(GgmlContext*);
  void (*build_forward_expand)(GgmlGraph*, GgmlTensor*);
  GgmlAllocator* (*gallocr_new)(GgmlBufferType*);
  bool (*gallocr_alloc_graph)(GgmlAllocator*, GgmlGraph*);
  void (*gallocr_free)(GgmlAllocator*);
  GgmlBuffer* (*alloc_tensors)(GgmlContext*, GgmlBufferType*);
  void (*buffer_free)(GgmlBuffer*);
  void (*tensor_set)(GgmlTensor*, const void*, size_t offset, size_t bytes);
  void (*tensor_get)(const GgmlTensor*, void*, size_t offset, size_t bytes);
  size_t (*nbytes)(const GgmlTensor*);
  int (*graph_compute)(GgmlBackend*, GgmlGraph*);
  void (*backend_free)(GgmlBackend*);
  GgmlBufferType* (*default_buffer_type)(GgmlBackend*);
  const char* (*buffer_type_name)(GgmlBufferType*);
  void* (*reg_get_proc_address)(GgmlRegistry*, const char*);
  GgmlDevice* (*reg_dev_get)(GgmlRegistry*, size_t);
  const char* (*version)();
  GgmlThreadpoolParams (*threadpool_params_default)(int);
  GgmlBackend* (*cpu_init)();
  GgmlRegistry* (*cpu_reg)();
  void (*cpu_set_num_threads)(GgmlBackend*, int);
  void (*cpu_set_threadpool)(GgmlBackend*, GgmlThreadpool*);
  GgmlThreadpool* (*threadpool_new)(GgmlThreadpoolParams*);
  void (*threadpool_free)(GgmlThreadpool*);
  void (*threadpool_pause)(GgmlThreadpool*);
};

/** ggml's backend for this processor, with a thread pool that outlives its computations. */
class GgmlRuntime {
 public:
  /**
   * Loads the shared objects of `folder`: the variant for which ggml itself claims the best score.
   * Throws Failure with the reason.
   */
  GgmlRuntime(const std::string& folder, int32_t num_threads);
  ~GgmlRuntime();
  GgmlRuntime(const GgmlRuntime&) = delete;
  GgmlRuntime& operator=(const GgmlRuntime&) = delete;

  const GgmlApi& api() const { return api_; }
  GgmlBackend* backend() const { return backend_; }
  /** Where weights are kept repacked for this processor; throws Failure when there is no such. */
  GgmlBufferType* repacked() const;
  /** Threads wait asleep until the next computation, so that others find the processors idle. */
  void pause() const { api_.threadpool_pause(threadpool_); }
  /** "ggml 0.9.4, libggml-cpu-zen4.so" */
  const std::string& description() const { return description_; }

 private:
  GgmlApi api_{};
  GgmlBackend* backend_ = nullptr;
  GgmlThreadpool* threadpool_ = nullptr;
  std::string description_;
};

}  // namespace moe::peers
