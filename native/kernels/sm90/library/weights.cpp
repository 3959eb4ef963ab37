#include "kernels/sm90/library/weights.hpp"

#include <cuda_runtime_api.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "kernels/common/error.hpp"
#include "kernels/common/int4.hpp"
#include "kernels/sm90/fused/record.hpp"
#include "kernels/sm90/library/cuda_check.hpp"
#include "kernels/sm90/library/layer_kernels.hpp"
#include "kernels/sm90/library/tactics.hpp"
#include "kernels/sm90/streaming/record.hpp"

namespace moe::sm90 {

namespace {

constexpr int64_t kGroup = 32;                        // K that one ue8m0 scales (MX format)
constexpr int64_t kGroupsPerBlock = kTileK / kGroup;  // four scales make one word

size_t value_bytes(const GemmShape& shape) {
  return static_cast<size_t>(shape.num_experts * shape.rows * (shape.k / 2));
}
size_t natural_scale_bytes(const GemmShape& shape) {
  return static_cast<size_t>(shape.num_experts * shape.rows * (shape.k / kGroup));
}
size_t scale_bytes(const GemmShape& shape) {
  const int64_t blocks = (shape.k + kTileK - 1) / kTileK;
  return static_cast<size_t>(shape.num_experts * blocks * shape.rows * kGroupsPerBlock);
}
size_t bias_bytes(const moe_problem& problem, const GemmShape& shape) {
  return problem.has_bias == 0
             ? 0
             : static_cast<size_t>(shape.num_experts * shape.rows) * sizeof(uint16_t);
}

size_t int4_scale_bytes(const GemmShape& shape) {
  return static_cast<size_t>(shape.num_experts * shape.rows * (shape.k / kInt4Group)) *
         sizeof(uint16_t);
}
size_t factor_bytes(const GemmShape& shape) {
  return static_cast<size_t>(shape.k + shape.num_experts) * sizeof(float);
}

DeviceMemory uploaded(const void* host, size_t bytes, cudaStream_t stream) {
  DeviceMemory memory(bytes);
  check(cudaMemcpyAsync(memory.data(), host, bytes, cudaMemcpyHostToDevice, stream),
        "uploading weights");
  return memory;
}

/** One expert at a time: the natural values of a large model would not fit beside the others. */
DeviceMemory interleaved_values(Scheme scheme, const GemmShape& shape, const uint8_t* host,
                                cudaStream_t stream) {
  const auto interleave =
      scheme == Scheme::kInt4Fp8 ? launch_interleave_int4 : launch_interleave_fp4;
  const int64_t expert_bytes = shape.rows * (shape.k / 2);
  DeviceMemory all(value_bytes(shape));
  const DeviceMemory natural(static_cast<size_t>(expert_bytes));
  for (int64_t expert = 0; expert < shape.num_experts; ++expert) {
    const int64_t offset = expert * expert_bytes;
    check(cudaMemcpyAsync(natural.data(), host + offset, static_cast<size_t>(expert_bytes),
                          cudaMemcpyHostToDevice, stream),
          "uploading weights");
    interleave({natural.data(), all.data() + offset, shape.rows, shape.k / 2}, stream);
  }
  check(cudaStreamSynchronize(stream), "interleaving weights");
  return all;
}

DeviceMemory interleaved_scales(const GemmShape& shape, const void* host, cudaStream_t stream) {
  DeviceMemory interleaved(scale_bytes(shape));
  const DeviceMemory natural = uploaded(host, natural_scale_bytes(shape), stream);
  launch_interleave_scales(
      InterleaveScalesParams<uint8_t>{natural.data(), interleaved.data(), shape.num_experts,
                                      shape.rows, shape.k / kGroup, kGroupsPerBlock},
      stream);
  check(cudaStreamSynchronize(stream), "interleaving scales");
  return interleaved;
}

/** @param factor groups of a stage, whose scales lie together */
DeviceMemory interleaved_int4_scales(const GemmShape& shape, const void* host, int64_t factor,
                                     cudaStream_t stream) {
  DeviceMemory interleaved(int4_scale_bytes(shape));
  const DeviceMemory natural = uploaded(host, int4_scale_bytes(shape), stream);
  launch_interleave_scales(
      InterleaveScalesParams<uint16_t>{reinterpret_cast<const uint16_t*>(natural.data()),
                                       reinterpret_cast<uint16_t*>(interleaved.data()),
                                       shape.num_experts, shape.rows, shape.k / kInt4Group, factor},
      stream);
  check(cudaStreamSynchronize(stream), "interleaving scales");
  return interleaved;
}

size_t record_bytes(const GemmShape& shape) {
  return static_cast<size_t>(shape.num_experts * records_of_rows(shape.rows) *
                             records_of_k(shape.k) * kRecordBytes);
}

/**
 * By how much scales are lowered so that the largest, raised for the conversion, is still finite:
 * the exponent of sum_scale. Scale bytes up to 128, which is a scale of 2, need none.
 */
int32_t scale_offset(const GemmShape& shape, const void* host) {
  const auto* const scales = static_cast<const uint8_t*>(host);
  int32_t largest = 0;
  for (size_t i = 0; i < natural_scale_bytes(shape); ++i) {
    if (scales[i] != 255) largest = std::max<int32_t>(largest, scales[i]);
  }
  return std::max(0, largest + kScatteredExponent - 254);
}

/** Expert by expert, as above. */
DeviceMemory packed_records(const GemmShape& shape, const moe_host_weights& host,
                            int32_t scale_raise, cudaStream_t stream) {
  const int64_t expert_bytes = shape.rows * (shape.k / 2);
  const int64_t expert_scales = static_cast<int64_t>(scale_bytes(shape)) / shape.num_experts;
  const int64_t expert_records = static_cast<int64_t>(record_bytes(shape)) / shape.num_experts;
  DeviceMemory records(record_bytes(shape));
  const DeviceMemory scales = interleaved_scales(shape, host.scales, stream);
  const DeviceMemory natural(static_cast<size_t>(expert_bytes));
  const DeviceMemory interleaved(static_cast<size_t>(expert_bytes));
  for (int64_t expert = 0; expert < shape.num_experts; ++expert) {
    check(cudaMemcpyAsync(natural.data(), host.values + expert * expert_bytes,
                          static_cast<size_t>(expert_bytes), cudaMemcpyHostToDevice, stream),
          "uploading weights");
    launch_interleave_fp4({natural.data(), interleaved.data(), shape.rows, shape.k / 2}, stream);
    launch_pack_records(
        {interleaved.data(), scales.data() + expert * expert_scales,
         records.data() + expert * expert_records, shape.rows, shape.k, scale_raise},
        stream);
  }
  check(cudaStreamSynchronize(stream), "packing records");
  return records;
}

size_t fused_bytes(Scheme scheme, const GemmShape& shape) {
  return static_cast<size_t>(shape.num_experts * records_down(shape.rows) * records_of_k(shape.k) *
                             fused_record_bytes(scheme));
}

/** @param scale_raise  of ue8m0 */
DeviceMemory packed_fused_records(Scheme scheme, const GemmShape& shape,
                                  const moe_host_weights& host, int32_t scale_raise,
                                  cudaStream_t stream) {
  const size_t natural_scales =
      scheme == Scheme::kInt4Fp8 ? int4_scale_bytes(shape) : natural_scale_bytes(shape);
  const int64_t expert_bytes = shape.rows * (shape.k / 2);
  const int64_t expert_scales = static_cast<int64_t>(natural_scales) / shape.num_experts;
  const int64_t expert_records =
      static_cast<int64_t>(fused_bytes(scheme, shape)) / shape.num_experts;
  DeviceMemory records(fused_bytes(scheme, shape));
  const DeviceMemory scales = uploaded(host.scales, natural_scales, stream);
  const DeviceMemory natural(static_cast<size_t>(expert_bytes));
  for (int64_t expert = 0; expert < shape.num_experts; ++expert) {
    check(cudaMemcpyAsync(natural.data(), host.values + expert * expert_bytes,
                          static_cast<size_t>(expert_bytes), cudaMemcpyHostToDevice, stream),
          "uploading weights");
    launch_pack_fused_records(scheme,
                              {natural.data(), scales.data() + expert * expert_scales,
                               records.data() + expert * expert_records, shape.rows, shape.k,
                               shape.paired ? 1 : 0, scale_raise},
                              stream);
  }
  check(cudaStreamSynchronize(stream), "packing records");
  return records;
}

bool holds_records(Family family) {
  return family == Family::kStreaming || family == Family::kFused;
}

/** 0 of int4, whose scales stay as they are. */
int32_t scale_offset_of(const Layout& layout, const GemmShape& shape, const void* host) {
  const bool raises = holds_records(layout.family) && layout.scheme == Scheme::kMxfp4Bf16;
  return raises ? scale_offset(shape, host) : 0;
}

DeviceMemory values_of(const Layout& layout, const GemmShape& shape, const moe_host_weights& host,
                       cudaStream_t stream) {
  const int32_t scale_raise = kScatteredExponent - scale_offset_of(layout, shape, host.scales);
  switch (layout.family) {
    case Family::kOriginal:
      return uploaded(host.values, value_bytes(shape), stream);
    case Family::kPr12451:
      return interleaved_values(layout.scheme, shape, host.values, stream);
    case Family::kStreaming:
      return packed_records(shape, host, scale_raise, stream);
    default:
      return packed_fused_records(layout.scheme, shape, host, scale_raise, stream);
  }
}

DeviceMemory scales_of(const Layout& layout, const GemmShape& shape, const moe_host_weights& host,
                       cudaStream_t stream) {
  if (holds_records(layout.family)) return DeviceMemory(0);
  return layout.scheme == Scheme::kInt4Fp8
             ? interleaved_int4_scales(shape, host.scales, layout.tile_k / kInt4Group, stream)
             : interleaved_scales(shape, host.scales, stream);
}

/** Nothing for null. */
DeviceMemory uploaded_factors(const float* host, int64_t count, cudaStream_t stream) {
  return uploaded(host, host == nullptr ? 0 : static_cast<size_t>(count) * sizeof(float), stream);
}

}  // namespace

size_t prepared_bytes(const Layout& layout, const moe_problem& problem, Gemm gemm) {
  const GemmShape shape = shape_of(problem, gemm);
  const bool is_int4 = layout.scheme == Scheme::kInt4Fp8;
  const size_t apart =
      value_bytes(shape) + (is_int4 ? int4_scale_bytes(shape) : scale_bytes(shape));
  const size_t weights = layout.family == Family::kFused       ? fused_bytes(layout.scheme, shape)
                         : layout.family == Family::kStreaming ? record_bytes(shape)
                                                               : apart;
  return weights + (is_int4 ? factor_bytes(shape) : 0) + bias_bytes(problem, shape);
}

moe_weights prepare_weights(const Layout& layout, const moe_problem& problem, Gemm gemm,
                            const moe_host_weights& host, int32_t device, cudaStream_t stream) {
  const GemmShape shape = shape_of(problem, gemm);
  const Int4Factors factors =
      layout.scheme == Scheme::kInt4Fp8 ? int4_factors(host) : Int4Factors{};
  moe_weights weights{problem,
                      gemm,
                      layout,
                      device,
                      values_of(layout, shape, host, stream),
                      scales_of(layout, shape, host, stream),
                      uploaded(host.bias, bias_bytes(problem, shape), stream),
                      std::ldexp(1.0f, scale_offset_of(layout, shape, host.scales)),
                      uploaded_factors(factors.input_scale, shape.k, stream),
                      uploaded_factors(factors.alpha, shape.num_experts, stream)};
  check(cudaStreamSynchronize(stream), "uploading weights");
  return weights;
}

void require_matching(const moe_weights* weights, const Layout& layout, const moe_problem& problem,
                      Gemm gemm, int32_t device) {
  const std::string which =
      std::string("the weights of ") + (gemm == Gemm::kFirst ? "gemm1" : "gemm2");
  const auto refuse = [&](const std::string& fault) {
    throw Error(MOE_INVALID_ARGUMENT, which + fault);
  };
  if (weights == nullptr) refuse(" are missing");
  if (!(weights->layout == layout)) {
    refuse(" have layout " + layout_text(weights->layout) + "; this tactic needs " +
           layout_text(layout));
  }
  if (weights->gemm != gemm || !same_weights(weights->problem, problem)) {
    refuse(" were packed for another problem");
  }
  if (weights->device != device) {
    refuse(" lie on device " + std::to_string(weights->device) + ", the context on device " +
           std::to_string(device));
  }
}

}  // namespace moe::sm90
