/**
 * The kernel library ABI: the only thing the workbench knows about a kernel library.
 *
 * A kernel library is a shared object that exports a symbol, `moe_library_open`, which returns a
 * table of functions. Everything here is plain C: fixed-width integers, pointers and NUL-terminated
 * UTF-8 strings. No C++ or CUDA type crosses, and no exception may cross.
 *
 * Life of a measurement:
 *   api = moe_library_open(MOE_ABI_VERSION)
 *   api->context_create     one per process and device; owns threads or a CUDA stream
 *   api->weights_create     once per GEMM and weight layout, untimed
 *   api->buffer_*           activations, outputs and workspace, in the library's own memory
 *   api->launch             one stage on the context's stream, asynchronous where the target is
 *   api->mark               a time stamp on the same stream, before and after a launch
 *   api->synchronize, api->elapsed_us
 *
 * Vocabulary and shapes (row-major, the last index is contiguous):
 *   T tokens in the batch, k experts per token, S = T*k slots, E experts, H hidden size,
 *   I intermediate size. Slot s belongs to token s / k and is its choice number s % k.
 *   gemm1 reads H and writes 2*I rows of output per expert: [0, I) up (linear), [I, 2*I) gate.
 *   gemm2 reads I and writes H.
 *
 * Numerics of `mxfp4_bf16`: products of bf16 and e2m1 values accumulate in fp32; the activation is
 * computed in fp32 and rounded once to bf16 (round to nearest, ties to even); gemm2 accumulates in
 * fp32 and the weighted sum over a token's k slots is fp32, rounded once to bf16. A library may
 * round gemm1's and gemm2's sums to bf16 in between, as a GEMM that stores bf16 does; activations
 * are never quantised below bf16.
 *
 * Numerics of `int4_fp8`: a GEMM's bf16 input x becomes e4m3, q[k] = e4m3(x[k] * input_scale[k]):
 * the product in fp32, rounded to nearest with ties to even, subnormals kept, magnitudes above 448
 * become 448 (a NaN stays one). Quantising is part of the stage that multiplies: of the input in
 * GEMM1, of the bf16 intermediate in GEMM2 (LAYER gives the bits of the one after the other).
 * Weights are int4. The products of each group of 128 k, exact in fp32, are summed on their own,
 * times the group's scale in fp32, and added over the groups in fp32; the sum is multiplied by
 * alpha[expert] in fp32. Bias, activation, rounding and finalize are those of mxfp4_bf16. The
 * tensor cores of sm_90 may keep fewer bits than fp32 within a group.
 *
 * Thread safety: a context and everything made from it belong to one thread at a time.
 */
#ifndef MOE_KERNELS_H
#define MOE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Raised whenever a structure or a function of this header changes meaning or layout. Fields may be
 * appended to a structure without that, where `struct_size` tells whether the caller has them:
 * libraries built before still open, so that a branch can be compared with what it grew from.
 */
#define MOE_ABI_VERSION 1u

/** Values of `moe_status`; every function that can fail returns one. */
enum {
  MOE_OK = 0,
  MOE_UNSUPPORTED = 1,      /**< the tactic cannot run this problem; last_error says why */
  MOE_INVALID_ARGUMENT = 2, /**< the caller broke a rule of this header */
  MOE_OUT_OF_MEMORY = 3,
  MOE_NO_DEVICE = 4, /**< an ordinary answer of a GPU library on a machine without one */
  MOE_FAILED = 5
};
typedef int32_t moe_status;

enum { MOE_SCHEME_MXFP4_BF16 = 0, MOE_SCHEME_INT4_FP8 = 1 };

enum {
  MOE_ACTIVATION_NONE = 0,       /**< not gated: gemm1 writes I rows, not 2*I */
  MOE_ACTIVATION_SWIGLU = 1,     /**< silu(gate) * up */
  MOE_ACTIVATION_SWIGLU_OAI = 2, /**< gpt-oss: g = min(gate, limit), u = clamp(up, -limit, limit),
                                      g * sigmoid(alpha * g) * (u + beta) */
  MOE_ACTIVATION_GEGLU = 3,      /**< gelu(gate) * up, gelu by erf */
  MOE_ACTIVATION_RELU2 = 4       /**< max(x, 0)^2, not gated */
};

enum { MOE_STAGE_GEMM1 = 1, MOE_STAGE_GEMM2 = 2, MOE_STAGE_LAYER = 3 };

/** One MoE layer. */
typedef struct moe_problem {
  uint32_t struct_size; /**< sizeof(moe_problem) of the caller */
  int32_t scheme;       /**< MOE_SCHEME_* */
  int32_t hidden_size;
  int32_t intermediate_size;
  int32_t num_experts;
  int32_t top_k;
  int32_t activation; /**< MOE_ACTIVATION_* */
  int32_t has_bias;   /**< 1: bias1 and bias2 are added, bias1 before the non-linearity */
  float swiglu_alpha; /**< read for SWIGLU_OAI only, as are beta and limit */
  float swiglu_beta;
  float swiglu_limit; /**< +infinity: no limit */
} moe_problem;

/**
 * One way to run a GEMM of one scheme, described by structure. M is rows of weights (output
 * channels), N is tokens, K is the contraction. Strings live as long as the library.
 */
typedef struct moe_tactic {
  uint32_t struct_size;
  const char* id;              /**< canonical: see electron/engine/tacticId.ts */
  const char* family;          /**< kernel design, "natural", "interleaved", "streaming", ... */
  const char* instruction_set; /**< "avx512_bf16", "avx512", "avx2", "generic", "sm90a" */
  int32_t tile_m;
  int32_t tile_n;
  int32_t tile_k;
  int32_t cluster_m; /**< 1 where the target has no clusters */
  int32_t cluster_n;
  int32_t stages;            /**< depth of the copy pipeline; 1 where there is none */
  int32_t swizzle;           /**< 1 where there is none */
  int32_t split_k;           /**< 1: K is not split */
  const char* schedule;      /**< "none", "pingpong", "cooperative", ... */
  const char* raster;        /**< "none", "along_m", "along_n", "heuristic" */
  const char* conversion;    /**< "arithmetic", "lut", "exponent" of e2m1; "int4_arithmetic", ... */
  const char* loader;        /**< "scalar", "vector", "stream", "ldmatrix", ... */
  const char* scaling;       /**< "after": by group after the products; "before": in the weight */
  const char* weight_layout; /**< layout and generation; equal strings share prepared weights */
  int32_t is_default;        /**< 1: a sensible first choice of its family on this machine */
} moe_tactic;

/** What the compiler gave a tactic; -1 where a figure is not known for the target. */
typedef struct moe_resources {
  uint32_t struct_size;
  int32_t registers_per_thread;
  int32_t spill_store_bytes;
  int32_t spill_load_bytes;
  int32_t stack_bytes;
  int32_t static_shared_bytes;
  int32_t dynamic_shared_bytes;
  int32_t threads_per_block;
} moe_resources;

/** The device the library would use. Strings live as long as the library. */
typedef struct moe_device {
  uint32_t struct_size;
  const char* name;
  int32_t compute_units;          /**< cores or SMs */
  int64_t memory_bytes;           /**< memory the weights live in */
  int64_t last_level_cache_bytes; /**< what "cold" has to exceed */
  double timer_tick_ns;           /**< resolution of `mark` */
} moe_device;

typedef struct moe_context_options {
  uint32_t struct_size;
  int32_t num_threads; /**< 0: every hardware thread this process may use; ignored by GPU targets */
  int32_t device;      /**< index of the device; ignored by the CPU target */
} moe_context_options;

/**
 * Weights of one GEMM as a checkpoint has them ("natural" layout). N is the number of output rows:
 * 2*I (or I, not gated) for gemm1, H for gemm2. K is H for gemm1, I for gemm2.
 */
typedef struct moe_host_weights {
  uint32_t struct_size;
  const uint8_t* values; /**< [E, N, K/2]; low nibble = even k, high nibble = odd k */
  const void* scales;    /**< mxfp4: uint8 ue8m0 [E, N, K/32], value 2^(s-127);
                              int4: bf16 bits [E, N, K/128] */
  const uint16_t* bias;  /**< bf16 [E, N], or NULL when the problem has no bias */
  /* Appended for int4_fp8, read for it only; absent or NULL: ones. */
  const float* input_scale; /**< [K], times the GEMM's input before it is rounded to e4m3 */
  const float* alpha;       /**< [E], times the sums before the bias */
} moe_host_weights;

typedef struct moe_context moe_context;
typedef struct moe_weights moe_weights;

/** One launch. Pointers other than the library's own handles are memory of `buffer_create`. */
typedef struct moe_launch {
  uint32_t struct_size;
  int32_t stage;        /**< MOE_STAGE_* */
  int32_t num_tokens;   /**< T, >= 1 */
  int32_t gemm1_tactic; /**< index of the tactic; read for GEMM1 and LAYER */
  int32_t gemm2_tactic; /**< read for GEMM2 and LAYER */
  const moe_weights* gemm1_weights;
  const moe_weights* gemm2_weights;
  const float* router_logits;  /**< LAYER: [T, E]; softmax, top-k, renormalise are part of the
                                    launch; ties go to the lower expert. NULL: use the next two */
  const int32_t* expert_ids;   /**< [T, k]; required for GEMM1 and GEMM2 */
  const float* expert_weights; /**< [T, k]; required for GEMM2 */
  const uint16_t* input;       /**< bf16. LAYER and GEMM1: [T, H]. GEMM2: [S, I] in slot order */
  uint16_t* output;            /**< bf16. LAYER and GEMM2: [T, H]. GEMM1: [S, I] in slot order,
                                    after the activation */
  void* workspace;             /**< at least workspace_bytes, 64-byte aligned */
  size_t workspace_bytes;
} moe_launch;

/** The functions of a kernel library. Every pointer is set. */
typedef struct moe_library {
  uint32_t abi_version;
  const char* name;   /**< "moe_cpu" */
  const char* target; /**< "cpu" or "sm90" */

  /** The last failure of the calling thread in words, for a person; "" when there was none. */
  const char* (*last_error)(void);

  /** MOE_NO_DEVICE, with the reason in last_error, where the library cannot run. */
  moe_status (*device)(moe_device* out);

  int32_t (*tactic_count)(void);
  moe_status (*tactic)(int32_t index, moe_tactic* out);
  moe_status (*resources)(int32_t index, moe_resources* out);

  /**
   * MOE_OK, or MOE_UNSUPPORTED with the reason written to `reason` (at most `reason_bytes`
   * including the NUL): the dimension and the multiple it must have, or the processor feature
   * that is missing. Allocates nothing.
   */
  moe_status (*supports)(int32_t tactic, const moe_problem* problem, int32_t stage, char* reason,
                         size_t reason_bytes);

  moe_status (*context_create)(const moe_context_options* options, moe_context** out);
  void (*context_destroy)(moe_context* context);
  /** Threads (cpu) the context really uses. */
  int32_t (*context_threads)(const moe_context* context);

  /** Bytes that weights_create would take for one GEMM (stage GEMM1 or GEMM2). Allocates nothing.
   */
  moe_status (*weights_bytes)(int32_t tactic, const moe_problem* problem, int32_t stage,
                              size_t* out);
  /** Packs `host` into the tactic's layout. `host` may be released afterwards. */
  moe_status (*weights_create)(moe_context* context, int32_t tactic, const moe_problem* problem,
                               int32_t stage, const moe_host_weights* host, moe_weights** out);
  void (*weights_destroy)(moe_weights* weights);

  /** 64-byte aligned memory that launches may use. */
  moe_status (*buffer_create)(moe_context* context, size_t bytes, void** out);
  void (*buffer_destroy)(moe_context* context, void* buffer);
  moe_status (*buffer_write)(moe_context* context, void* to, const void* from, size_t bytes);
  moe_status (*buffer_read)(moe_context* context, void* to, const void* from, size_t bytes);

  /** Bytes of workspace that any launch of these tactics needs for up to `max_tokens`. */
  moe_status (*workspace_bytes)(moe_context* context, const moe_problem* problem, int32_t stage,
                                int32_t gemm1_tactic, int32_t gemm2_tactic, int32_t max_tokens,
                                size_t* out);

  /** Refuses weights of another layout or problem with MOE_INVALID_ARGUMENT. */
  moe_status (*launch)(moe_context* context, const moe_problem* problem, const moe_launch* launch);

  /** Makes room for `count` marks, numbered from 0. */
  moe_status (*marks_reserve)(moe_context* context, int32_t count);
  /** Stamps the time at which everything launched before has finished. */
  moe_status (*mark)(moe_context* context, int32_t index);
  moe_status (*synchronize)(moe_context* context);
  /** Microseconds between two marks, after synchronize. */
  moe_status (*elapsed_us)(moe_context* context, int32_t from, int32_t to, double* out);
} moe_library;

/**
 * The one symbol that must be exported. NULL when the library does not speak `abi_version`; the
 * table is static and needs no release.
 */
typedef const moe_library* (*moe_library_open_fn)(uint32_t abi_version);
#define MOE_LIBRARY_OPEN_SYMBOL "moe_library_open"

/**
 * May be exported: the roof of a device with memory of its own. Measures, now, how many bytes per
 * second the context's device reads from the memory that weights live in while nothing is written,
 * over much more than its last-level cache. Without it runs of the library know no share of a roof.
 */
typedef moe_status (*moe_library_read_bandwidth_fn)(moe_context* context, double* bytes_per_second);
#define MOE_LIBRARY_READ_BANDWIDTH_SYMBOL "moe_library_read_bandwidth"

#ifdef __cplusplus
}
#endif

#endif /* MOE_KERNELS_H */
