#pragma once
#include <cstdint>

#include "kernels/sm90/fused/traits.hpp"
#include "kernels/sm90/gemm/params.hpp"
#include "kernels/sm90/gemm/traits.hpp"

namespace moe::sm90 {

/** A two-dimensional tensor as cuTensorMapEncodeTiled wants it described. */
struct MapShape {
  const void* address;
  uint32_t element_bytes;  // 1 uint8, 2 bf16, 4 int32, 8 int64
  uint32_t swizzle_bytes;  // 0, 64 or 128
  uint32_t size[2];        // elements
  uint64_t stride;         // bytes between rows
  uint32_t box[2];         // elements
};

/** Boxes of a tactic: rows that one block copies at a time; 0 where it is not copied through a map.
 * What they are made of: see GemmTraits. */
struct BoxRows {
  uint32_t weights;
  uint32_t tokens;
  uint32_t stage_k = kTileK;
  uint32_t scale_pack_bytes = 4;
  uint32_t activation_bytes = 2;
};

template <class Traits>
constexpr BoxRows box_rows() {
  if constexpr (Traits::kFamily == Family::kFused)
    return {0, 0};
  else
    return {Traits::kFamily == Family::kStreaming ? 0 : Traits::kTileM / Traits::kClusterN,
            Traits::kTileN / Traits::kClusterM, Traits::kStageK, Traits::kScalePackBytes,
            Traits::kIsInt4 ? 1 : 2};
}

/** The template of an operand's map: the weights of expert 0, the rows of all experts. */
inline MapShape map_shape(const GemmParams& params, Operand operand, BoxRows box) {
  const auto rows = static_cast<uint32_t>(params.rows);
  const auto k = static_cast<uint32_t>(params.k);
  switch (operand) {
    case kWeights:
      return {params.weights, 1, 64, {k / 2, rows}, k / 2, {kTileK / 2, box.weights}};
    case kScales:
      return {params.scales,
              box.scale_pack_bytes,
              0,
              {rows, (k + box.stage_k - 1) / box.stage_k},
              uint64_t{rows} * box.scale_pack_bytes,
              {box.weights, 1}};
    default: {
      // A tensor without rows cannot be described; nothing is copied from it.
      const uint32_t num_rows = params.num_rows < 1 ? 1 : static_cast<uint32_t>(params.num_rows);
      return {params.input,
              box.activation_bytes,
              128,
              {k, num_rows},
              uint64_t{k} * box.activation_bytes,
              {128 / box.activation_bytes, box.tokens}};
    }
  }
}

}  // namespace moe::sm90
