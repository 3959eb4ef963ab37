#pragma once
#include "kernels/sm90/gemm/tile_schedule.hpp"

namespace moe::sm90 {

/**
 * The tensor maps of one block, pointed at the expert in hand by the producer warp.
 *
 * `original` writes every field of all three maps in shared memory and publishes them for each
 * expert. `pr12451` does so once per set; afterwards weights and scales, whose shape is the same
 * for every expert, get a new address directly in global memory, and only the activations, whose
 * rows differ, go through shared memory.
 *
 * The pull request rewrites a single set in place. Here two sets alternate, and one is rewritten
 * only when the copies that read it have landed: the copy engine reads a map at any time until
 * then.
 */
template <class Traits>
class BlockMaps {
 public:
  MOE_DEVICE BlockMaps(const GemmParams& params, const SharedLayout<Traits>& shared)
      : params_(params),
        shared_(shared),
        sets_(params.block_maps + ptx::block_id() * (kMapSets * kNumOperands)) {
    stage_templates();
  }

  MOE_DEVICE const ptx::TensorMap* operator[](Operand operand) const { return set() + operand; }

  /**
   * Points the next set at a tile's expert. Whole warp.
   * @param issued  stages whose copies have been issued so far
   */
  MOE_DEVICE void point_at(const Tile& tile, uint32_t issued) {
    const uint32_t last_use = previous_use_;  // of the set that is about to be rewritten
    previous_use_ = issued;
    ++switches_;
    wait_for_copies(last_use, issued);
    const bool everything = Traits::kFamily == Family::kOriginal || switches_ <= kMapSets;
    if (ptx::lane_id() == 0) {
      if (everything) {
        write_weights(tile.expert);
      } else {
        ptx::tensor_map_set_address(set() + kWeights, weights_of(tile.expert));
        ptx::tensor_map_set_address(set() + kScales, scales_of(tile.expert));
      }
      write_activations(tile);
    }
    ptx::warp_sync();
    if (everything) {
      ptx::tensor_map_publish(set() + kWeights, staged(kWeights));
      ptx::tensor_map_publish(set() + kScales, staged(kScales));
    } else {
      ptx::fence_tensor_map_release();
    }
    ptx::tensor_map_publish(set() + kActivations, staged(kActivations));
    for (int operand = 0; operand < kNumOperands; ++operand) {
      ptx::fence_tensor_map_acquire(set() + operand);
    }
  }

 private:
  MOE_DEVICE ptx::TensorMap* set() const { return sets_ + (switches_ & 1) * kNumOperands; }
  MOE_DEVICE uint32_t staged(Operand operand) const {
    return shared_.maps + static_cast<uint32_t>(operand) * 128;
  }
  MOE_DEVICE int64_t scale_blocks() const {
    return (params_.k + Traits::kStageK - 1) / Traits::kStageK;
  }
  MOE_DEVICE const uint8_t* weights_of(int32_t expert) const {
    return params_.weights + static_cast<int64_t>(expert) * params_.rows * (params_.k / 2);
  }
  MOE_DEVICE const uint8_t* scales_of(int32_t expert) const {
    return params_.scales + expert * scale_blocks() * params_.rows * Traits::kScalePackBytes;
  }

  /** Box sizes, element types and swizzles never change: they come from the templates. */
  MOE_DEVICE void stage_templates() const {
    const auto* source = reinterpret_cast<const ptx::Vector4*>(params_.maps);
    const uint32_t lane = ptx::lane_id();
    if (lane < kNumOperands * 8) {
      ptx::store_shared_v4(shared_.maps + lane * 16, ptx::load_global(source + lane));
    }
    ptx::warp_sync();
  }

  /**
   * Waits for the copies before number `end`, which land in any order. Those that are as many
   * stages back as there are were read and released since, so they have landed.
   */
  MOE_DEVICE void wait_for_copies(uint32_t end, uint32_t issued) const {
    uint32_t copy = issued > Traits::kStages ? issued - Traits::kStages : 0;
    for (; copy < end; ++copy) {
      ptx::mbarrier_wait(shared_.full + 8 * (copy % Traits::kStages), copy / Traits::kStages & 1);
    }
  }

  MOE_DEVICE void write_weights(int32_t expert) const {
    constexpr int kPackBytes = Traits::kScalePackBytes;
    const uint32_t weights = staged(kWeights);
    ptx::tensor_map_set_address(weights, weights_of(expert));
    ptx::tensor_map_set_size<0>(weights, static_cast<uint32_t>(params_.k / 2));
    ptx::tensor_map_set_size<1>(weights, static_cast<uint32_t>(params_.rows));
    ptx::tensor_map_set_stride(weights, static_cast<uint64_t>(params_.k / 2));
    const uint32_t scales = staged(kScales);
    ptx::tensor_map_set_address(scales, scales_of(expert));
    ptx::tensor_map_set_size<0>(scales, static_cast<uint32_t>(params_.rows));
    ptx::tensor_map_set_size<1>(scales, static_cast<uint32_t>(scale_blocks()));
    ptx::tensor_map_set_stride(scales, static_cast<uint64_t>(params_.rows) * kPackBytes);
  }

  MOE_DEVICE void write_activations(const Tile& tile) const {
    const uint32_t map = staged(kActivations);
    constexpr int kValueBytes = Traits::kIsInt4 ? 1 : 2;
    ptx::tensor_map_set_address(
        map, reinterpret_cast<const uint8_t*>(params_.input) +
                 static_cast<int64_t>(tile.expert_row) * params_.k * kValueBytes);
    ptx::tensor_map_set_size<0>(map, static_cast<uint32_t>(params_.k));
    ptx::tensor_map_set_size<1>(map, static_cast<uint32_t>(tile.num_tokens));
    ptx::tensor_map_set_stride(map, static_cast<uint64_t>(params_.k) * kValueBytes);
  }

  const GemmParams& params_;
  const SharedLayout<Traits>& shared_;
  ptx::TensorMap* sets_;
  uint32_t switches_ = 0;
  uint32_t previous_use_ = 0;  // stages issued when the set in hand's predecessor was given up
};

}  // namespace moe::sm90
