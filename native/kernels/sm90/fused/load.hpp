#pragma once
#include "kernels/sm90/fused/parts.hpp"
#include "kernels/sm90/fused/record.hpp"

namespace moe::sm90 {

/** Walks the stages that a block loads, in order: K tile after K tile, part after part. */
template <class Traits>
class StageWalk {
 public:
  MOE_DEVICE StageWalk(const GemmParams& params, const FusedLayout<Traits>& shared)
      : schedule_(params, shared) {}

  /** True when this step began a new part. Ends with `done()`. */
  MOE_DEVICE bool step() {
    if (++k_tile_ < part_.k_end) return false;
    done_ = !schedule_.next(part_);
    k_tile_ = part_.k_begin;
    return true;
  }
  MOE_DEVICE bool done() const { return done_; }
  MOE_DEVICE const Part& part() const { return part_; }
  MOE_DEVICE int32_t k_tile() const { return k_tile_; }

 private:
  PartSchedule<Traits> schedule_;
  Part part_ = {};
  int32_t k_tile_ = 0;
  bool done_ = false;
};

/**
 * The loading warp. Weights come as whole records, one bulk copy a stage; tokens are gathered from
 * wherever they lie, one bulk copy each, by as many lanes, and only those that there are: the
 * products of a tile's other columns are garbage that nobody stores.
 */
template <class Traits>
class Loader {
 public:
  MOE_DEVICE Loader(const GemmParams& params, const FusedLayout<Traits>& shared)
      : params_(params),
        shared_(shared),
        leads_(ptx::elect_one()),
        down_(records_down(params.rows)),
        across_(records_of_k(params.k)) {}

  /** Announces a stage and copies its weights; needs only offsets. */
  MOE_DEVICE void load_weights(uint32_t stage, const Part& part, int32_t k_tile) const {
    const uint32_t full = shared_.full + 8 * stage;
    const int64_t record = part.first_channel / kRecordRows;
    const uint32_t bytes = record + 1 < down_ ? Traits::kWeightBytes : kRecordBytes;
    if (leads_) {
      ptx::mbarrier_arrive_expect_tx(
          full, bytes + static_cast<uint32_t>(part.num_tokens) * token_bytes(k_tile));
      const int64_t expert = part.expert * down_ * across_ * kRecordBytes;
      ptx::copy_bulk_once(shared_.weights(stage),
                          params_.weights + expert + record_offset(record, k_tile, down_, across_),
                          bytes, full);
    }
  }

  /** This lane's token of a part, if it has one. */
  MOE_DEVICE void find_token(const Part& part) {
    has_token_ = static_cast<int32_t>(ptx::lane_id()) < part.num_tokens;
    if (!has_token_) return;
    int64_t row = part.first_row + static_cast<int32_t>(ptx::lane_id());
    if (params_.fused.slot_of_row != nullptr) {
      row = ptx::load_global(params_.fused.slot_of_row + row) / params_.fused.slots_per_row;
    }
    token_ = params_.input + row * params_.k;
  }
  /** Copies the tokens of a stage that was announced. */
  MOE_DEVICE void load_tokens(uint32_t stage, int32_t k_tile) const {
    if (has_token_) {
      ptx::copy_bulk(shared_.tokens(stage) + ptx::lane_id() * Traits::kTokenBytes,
                     token_ + k_tile * kTileK, token_bytes(k_tile), shared_.full + 8 * stage);
    }
  }

 private:
  MOE_DEVICE uint32_t token_bytes(int32_t k_tile) const {
    const int32_t left = params_.k - k_tile * kTileK;
    return static_cast<uint32_t>(left < kTileK ? left : kTileK) * 2;
  }

  const GemmParams& params_;
  const FusedLayout<Traits>& shared_;
  bool leads_;
  int64_t down_, across_;
  bool has_token_ = false;
  const uint16_t* token_ = nullptr;
};

/**
 * Loads all stages of a block. Weights of as many stages as there are come first, before tokens are
 * looked up and, where offsets are older than the grid before, before that grid has ended.
 */
template <class Traits>
MOE_DEVICE void load_parts(const GemmParams& params, const FusedLayout<Traits>& shared) {
  Loader<Traits> loader(params, shared);
  uint32_t ahead = 0;  // stages whose weights are on their way and whose tokens are not
  StageWalk<Traits> early(params, shared);
  for (; ahead < Traits::kStages; ++ahead) {
    early.step();
    if (early.done()) break;
    loader.load_weights(ahead, early.part(), early.k_tile());
  }
  if (params.fused.offsets_are_old != 0) ptx::grid_dependency_wait();
  StageWalk<Traits> walk(params, shared);
  PipelineState<Traits::kStages> pipeline;
  for (uint32_t count = 0;; ++count, pipeline.advance()) {
    const bool is_new = walk.step();
    if (walk.done()) break;
    if (is_new) loader.find_token(walk.part());
    if (count >= ahead) {
      ptx::mbarrier_wait_block(shared.empty + 8 * pipeline.stage, pipeline.parity ^ 1);
      // Every lane has seen this phase before the copies can bring about the next one.
      ptx::warp_sync();
      loader.load_weights(pipeline.stage, walk.part(), walk.k_tile());
    }
    ptx::warp_sync();  // announced before the first token lands
    loader.load_tokens(pipeline.stage, walk.k_tile());
  }
}

}  // namespace moe::sm90
