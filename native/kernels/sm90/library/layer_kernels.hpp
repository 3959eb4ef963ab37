#pragma once
#include "kernels/sm90/gemm/traits.hpp"
#include "kernels/sm90/interleave/params.hpp"
#include "kernels/sm90/layer/params.hpp"
#include "kernels/sm90/layer/quantise_params.hpp"

struct CUstream_st;

namespace moe::sm90 {

/** Launches of the kernels around the GEMMs, each on `stream`. Throw Error. */
void launch_route(const RouteParams& params, CUstream_st* stream);
/** Whether one block may do the routing, if asked for, and the expert map in one launch. */
bool fits_arrange(int32_t num_tokens, int32_t num_slots, bool routes);
/** Routing where `route` has logits, then the expert map. */
void launch_arrange(const RouteParams& route, const ExpertMapParams& map, CUstream_st* stream);
/** The same, and the rows of `rows` quantised meanwhile. */
void launch_arrange_quantised(const RouteParams& route, const ExpertMapParams& map,
                              const QuantiseRowsParams& rows, CUstream_st* stream);
void launch_quantise(const QuantiseRowsParams& rows, CUstream_st* stream);
void launch_expert_map(const ExpertMapParams& params, CUstream_st* stream);
/** @param max_rows  rows there may be; how many there are is only known on the device */
void launch_permute(const PermuteParams& params, int64_t max_rows, CUstream_st* stream);
void launch_activate(const ActivateParams& params, int64_t max_rows, CUstream_st* stream);
void launch_finalize(const FinalizeParams& params, CUstream_st* stream);
/** Both to what a GEMM of int4_fp8 multiplies; see layer/quantise.hpp. */
void launch_permute_quantised(const PermuteParams& permute, const QuantiseParams& quantise,
                              int64_t max_rows, CUstream_st* stream);
void launch_activate_quantised(const ActivateParams& activate, const QuantiseParams& quantise,
                               int64_t max_rows, CUstream_st* stream);
void launch_interleave_fp4(const InterleaveParams& params, CUstream_st* stream);
void launch_pack_records(const RecordParams& params, CUstream_st* stream);
void launch_pack_fused_records(Scheme scheme, const FusedRecordParams& params, CUstream_st* stream);
void launch_interleave_int4(const InterleaveParams& params, CUstream_st* stream);
void launch_interleave_scales(const InterleaveScalesParams<uint8_t>& params, CUstream_st* stream);
void launch_interleave_scales(const InterleaveScalesParams<uint16_t>& params, CUstream_st* stream);

}  // namespace moe::sm90
