#include <cuda_runtime.h>

#include "kernels/sm90/fused/int4_record.hpp"
#include "kernels/sm90/fused/mxfp4_record.hpp"
#include "kernels/sm90/interleave/interleave.hpp"
#include "kernels/sm90/layer/activate.hpp"
#include "kernels/sm90/layer/arrange_quantised.hpp"
#include "kernels/sm90/layer/expert_map.hpp"
#include "kernels/sm90/layer/finalize.hpp"
#include "kernels/sm90/layer/permute.hpp"
#include "kernels/sm90/layer/quantise.hpp"
#include "kernels/sm90/layer/route.hpp"
#include "kernels/sm90/library/cuda_check.hpp"
#include "kernels/sm90/library/layer_kernels.hpp"
#include "kernels/sm90/streaming/record.hpp"

namespace moe::sm90 {

namespace {

__global__ void __launch_bounds__(kLayerThreads) route_kernel(RouteParams params) { route(params); }
__global__ void __launch_bounds__(kArrangeThreads)
    arrange_kernel(RouteParams route_params, ExpertMapParams map_params) {
  arrange(route_params, map_params);
}
__global__ void __launch_bounds__(kArrangeThreads)
    arrange_quantised_kernel(RouteParams route_params, ExpertMapParams map_params,
                             QuantiseRowsParams rows) {
  arrange_quantised(route_params, map_params, rows);
}
__global__ void __launch_bounds__(kLayerThreads) quantise_kernel(QuantiseRowsParams rows) {
  quantise(rows);
}
__global__ void __launch_bounds__(kLayerThreads) count_slots_kernel(ExpertMapParams params) {
  count_slots(params);
}
__global__ void __launch_bounds__(kLayerThreads) place_slots_kernel(ExpertMapParams params) {
  place_slots(params);
}
__global__ void __launch_bounds__(kLayerThreads) permute_kernel(PermuteParams params) {
  permute(params);
}
__global__ void __launch_bounds__(kLayerThreads) activate_kernel(ActivateParams params) {
  activate(params);
}
__global__ void __launch_bounds__(kLayerThreads)
    permute_quantised_kernel(PermuteParams permute, QuantiseParams quantise) {
  permute_quantised(permute, quantise);
}
__global__ void __launch_bounds__(kLayerThreads)
    activate_quantised_kernel(ActivateParams activate, QuantiseParams quantise) {
  activate_quantised(activate, quantise);
}
__global__ void __launch_bounds__(kLayerThreads) finalize_kernel(FinalizeParams params) {
  finalize(params);
}
__global__ void __launch_bounds__(kLayerThreads) interleave_fp4_kernel(InterleaveParams params) {
  interleave_fp4(params);
}
__global__ void __launch_bounds__(kLayerThreads) interleave_int4_kernel(InterleaveParams params) {
  interleave_int4(params);
}
__global__ void __launch_bounds__(kLayerThreads) pack_records_kernel(RecordParams params) {
  pack_records(params);
}
template <class Words>
__global__ void __launch_bounds__(kLayerThreads)
    pack_fused_records_kernel(FusedRecordParams params) {
  pack_fused_records<Words>(params);
}
template <class Scale>
__global__ void __launch_bounds__(kLayerThreads)
    interleave_scales_kernel(InterleaveScalesParams<Scale> params) {
  interleave_scales(params);
}

/** The loops stride over the grid, so more blocks than the device holds would only queue up. */
constexpr int64_t kMaxBlocks = 2048;

/** Starts early and waits on the device for the launch before it (PDL): hides the launch latency.
 */
template <class... Params>
void launch_blocks(void (*kernel)(Params...), int64_t blocks, uint32_t threads,
                   uint32_t shared_bytes, cudaStream_t stream, const char* name,
                   const Params&... params) {
  cudaLaunchAttribute early = {};
  early.id = cudaLaunchAttributeProgrammaticStreamSerialization;
  early.val.programmaticStreamSerializationAllowed = 1;
  cudaLaunchConfig_t config = {};
  config.gridDim = dim3(static_cast<unsigned>(blocks < 1 ? 1 : blocks));
  config.blockDim = dim3(threads);
  config.dynamicSmemBytes = shared_bytes;
  config.stream = stream;
  config.attrs = &early;
  config.numAttrs = 1;
  check(cudaLaunchKernelEx(&config, kernel, params...), name);
}

template <class Params>
void launch(void (*kernel)(Params), const Params& params, int64_t threads, cudaStream_t stream,
            const char* name) {
  launch_blocks(kernel, (threads + kLayerThreads - 1) / kLayerThreads, kLayerThreads, 0, stream,
                name, params);
}

int64_t limited(int64_t threads) {
  return threads < kMaxBlocks * kLayerThreads ? threads : kMaxBlocks * kLayerThreads;
}

/** Launches a kernel of two parameters with a thread per piece of eight columns. */
template <class First, class Second>
void launch_pieces(void (*kernel)(First, Second), const First& first, const Second& second,
                   int64_t pieces, cudaStream_t stream, const char* name) {
  launch_blocks(kernel, (limited(pieces) + kLayerThreads - 1) / kLayerThreads, kLayerThreads, 0,
                stream, name, first, second);
}

template <class Scale>
void interleave_scales_of(const InterleaveScalesParams<Scale>& params, cudaStream_t stream) {
  launch(interleave_scales_kernel<Scale>, params,
         limited(params.experts * params.rows * params.groups), stream,
         "launching the interleave of the scales");
}

}  // namespace

void launch_route(const RouteParams& params, cudaStream_t stream) {
  launch(route_kernel, params, int64_t{params.num_tokens} * 32, stream, "launching route");
}

bool fits_arrange(int32_t num_tokens, int32_t num_slots, bool routes) {
  return num_slots <= kArrangeSlots && (!routes || num_tokens <= kArrangeTokens);
}

void launch_arrange(const RouteParams& route, const ExpertMapParams& map, cudaStream_t stream) {
  launch_blocks(arrange_kernel, 1, kArrangeThreads, kArrangeSharedBytes, stream,
                "launching the arrangement of the slots", route, map);
}

void launch_arrange_quantised(const RouteParams& route, const ExpertMapParams& map,
                              const QuantiseRowsParams& rows, cudaStream_t stream) {
  const int64_t threads = limited(int64_t{rows.num_rows} * (rows.width / 8));
  launch_blocks(arrange_quantised_kernel, 1 + (threads + kArrangeThreads - 1) / kArrangeThreads,
                kArrangeThreads, kArrangeSharedBytes, stream,
                "launching the arrangement of the slots beside the quantising of the input", route,
                map, rows);
}

void launch_quantise(const QuantiseRowsParams& rows, cudaStream_t stream) {
  launch(quantise_kernel, rows, limited(int64_t{rows.num_rows} * (rows.width / 8)), stream,
         "launching the quantising of the input");
}

void launch_expert_map(const ExpertMapParams& params, cudaStream_t stream) {
  launch(count_slots_kernel, params, int64_t{params.num_experts} * 32, stream,
         "launching the count of slots");
  launch(place_slots_kernel, params, int64_t{params.num_experts + 1} * 32, stream,
         "launching the expert map");
}

void launch_permute(const PermuteParams& params, int64_t max_rows, cudaStream_t stream) {
  launch(permute_kernel, params, limited(max_rows * (params.width / 8)), stream,
         "launching permute");
}

void launch_activate(const ActivateParams& params, int64_t max_rows, cudaStream_t stream) {
  launch(activate_kernel, params, limited(max_rows * (params.intermediate_size / 8)), stream,
         "launching the activation");
}

void launch_permute_quantised(const PermuteParams& permute, const QuantiseParams& quantise,
                              int64_t max_rows, cudaStream_t stream) {
  launch_pieces(permute_quantised_kernel, permute, quantise, max_rows * (permute.width / 8), stream,
                "launching the quantising permute");
}

void launch_activate_quantised(const ActivateParams& activate, const QuantiseParams& quantise,
                               int64_t max_rows, cudaStream_t stream) {
  launch_pieces(activate_quantised_kernel, activate, quantise,
                max_rows * (activate.intermediate_size / 8), stream,
                "launching the quantising activation");
}

void launch_finalize(const FinalizeParams& params, cudaStream_t stream) {
  const int64_t pieces = int64_t{params.num_tokens} * (params.hidden_size / kFinalizeColumns);
  launch(finalize_kernel, params, limited(pieces), stream, "launching finalize");
}

void launch_interleave_fp4(const InterleaveParams& params, cudaStream_t stream) {
  launch(interleave_fp4_kernel, params, limited(params.rows / 2 * params.row_bytes), stream,
         "launching the interleave of the weights");
}

void launch_interleave_int4(const InterleaveParams& params, cudaStream_t stream) {
  launch(interleave_int4_kernel, params, limited(params.rows / 2 * (params.row_bytes / 2)), stream,
         "launching the interleave of the weights");
}

void launch_pack_records(const RecordParams& params, cudaStream_t stream) {
  const int64_t records = records_of_rows(params.rows) * records_of_k(params.k);
  launch(pack_records_kernel, params, limited(records * (kRecordBytes / 16)), stream,
         "launching the packing of the records");
}

void launch_pack_fused_records(Scheme scheme, const FusedRecordParams& params,
                               cudaStream_t stream) {
  const int64_t records = records_down(params.rows) * records_of_k(params.k);
  launch(scheme == Scheme::kInt4Fp8 ? pack_fused_records_kernel<Int4Words>
                                    : pack_fused_records_kernel<Mxfp4Words>,
         params, limited(records * (fused_record_bytes(scheme) / 4)), stream,
         "launching the packing of the fused records");
}

void launch_interleave_scales(const InterleaveScalesParams<uint8_t>& params, cudaStream_t stream) {
  interleave_scales_of(params, stream);
}

void launch_interleave_scales(const InterleaveScalesParams<uint16_t>& params, cudaStream_t stream) {
  interleave_scales_of(params, stream);
}

}  // namespace moe::sm90
