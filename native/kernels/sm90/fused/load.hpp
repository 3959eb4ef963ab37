#pragma once
#include "kernels/sm90/fused/parts.hpp"
#include "kernels/sm90/fused/record.hpp"

namespace moe::sm90 {

/**
 * The stages that a block loads, in order: K tile after K tile, part after part. What a stage needs
 * is worked out once per part and stepped from there: a loading warp shares its scheduler with
 * consumers, whose issue slots are what the kernel lacks.
 */
template <class Traits>
class StageWalk {
 public:
  MOE_DEVICE StageWalk(const GemmParams& params, const FusedLayout<Traits>& shared)
      : schedule_(params, shared),
        params_(params),
        down_(static_cast<uint32_t>(records_down(params.rows))),
        across_(static_cast<uint32_t>(records_of_k(params.k))),
        whole_(params.k / kTileK) {}

  /** True when this step began a new part. Ends with `done()`. */
  MOE_DEVICE bool step() {
    weights_ += weight_bytes_;
    if (++k_tile_ < part_.k_end) return false;
    done_ = !schedule_.next(part_);
    k_tile_ = part_.k_begin;
    const uint32_t record = static_cast<uint32_t>(part_.first_channel) / kRecordRows;
    const uint32_t records_before = static_cast<uint32_t>(part_.expert) * (down_ * across_);
    weight_bytes_ = record + 1 < down_ ? Traits::kWeightBytes : Traits::kRecordBytes;
    weights_ =
        params_.weights +
        int64_t{Traits::kRecordBytes} *
            (records_before + record_place(record, static_cast<uint32_t>(k_tile_), down_, across_));
    return true;
  }
  MOE_DEVICE bool done() const { return done_; }
  MOE_DEVICE const Part& part() const { return part_; }
  MOE_DEVICE int32_t k_tile() const { return k_tile_; }
  MOE_DEVICE const uint8_t* weights() const { return weights_; }
  MOE_DEVICE uint32_t weight_bytes() const { return weight_bytes_; }
  /** Of one token: the last K tile may be half a one. */
  MOE_DEVICE uint32_t token_bytes() const { return k_tile_ < whole_ ? kTileK * 2 : kTileK; }
  /** Of the stage. */
  MOE_DEVICE uint32_t bytes() const {
    return weight_bytes_ + static_cast<uint32_t>(part_.num_tokens) * token_bytes();
  }

 private:
  PartSchedule<Traits> schedule_;
  const GemmParams& params_;
  // Records are counted in 32 bits: 64 are many instructions before the first copy.
  uint32_t down_, across_;
  int32_t whole_;  // K tiles that are not half empty
  Part part_ = {};
  const uint8_t* weights_ = nullptr;
  uint32_t weight_bytes_ = 0;
  int32_t k_tile_ = 0;
  bool done_ = false;
};

/** Announces a stage and copies its weights, whole records; needs only offsets. */
template <class Traits>
MOE_DEVICE void load_weights(const FusedLayout<Traits>& shared, uint32_t stage,
                             const StageWalk<Traits>& walk, bool leads) {
  const uint32_t full = shared.full + 8 * stage;
  if (leads) {
    ptx::mbarrier_arrive_expect_tx(full, walk.bytes());
    ptx::copy_bulk_once(shared.weights(stage), walk.weights(), walk.weight_bytes(), full);
  }
}

/**
 * This lane's token of a part. Tokens are gathered from wherever they lie, one bulk copy each, by
 * as many lanes, and only those that there are: the products of a tile's other columns are garbage
 * that nobody stores.
 */
template <class Traits>
class TokenOfLane {
 public:
  MOE_DEVICE explicit TokenOfLane(const GemmParams& params) : params_(params) {}

  /** Asks where the token lies; `locate` needs the answer. */
  MOE_DEVICE void find(const Part& part) {
    is_there_ = static_cast<int32_t>(ptx::lane_id()) < part.num_tokens;
    row_ = part.first_row + static_cast<int32_t>(ptx::lane_id());
    if (is_there_ && params_.fused.slot_of_row != nullptr) {
      row_ = ptx::load_global(params_.fused.slot_of_row + row_);
    }
  }
  MOE_DEVICE void locate(const Part& part) {
    const int32_t row =
        params_.fused.slot_of_row != nullptr ? row_ / params_.fused.slots_per_row : row_;
    at_ = params_.input + int64_t{row} * params_.k + part.k_begin * kTileK;
  }
  /** Copies the next K tile into a stage that was announced. */
  MOE_DEVICE void load(const FusedLayout<Traits>& shared, uint32_t stage, uint32_t bytes) {
    if (is_there_) {
      ptx::copy_bulk(shared.tokens(stage) + ptx::lane_id() * Traits::kTokenBytes, at_, bytes,
                     shared.full + 8 * stage);
    }
    at_ += kTileK;
  }

 private:
  const GemmParams& params_;
  bool is_there_ = false;
  int32_t row_ = 0;  // of the input, or the slot that it belongs to
  const uint16_t* at_ = nullptr;
};

/** Stages whose weights are asked for before the grid before has ended. Three, as many as there
 * are, hold up what that grid still stores: 31.6, 81.5, 146 us for 32.3, 82.4, 146 at 1, 4 and 8
 * tokens; one: 31.9, 83.4, 148 (H200, 2026-11-27). */
inline constexpr uint32_t kStagesAhead = 2;

/**
 * Loads all stages of a team, the first one's weights while it is asked where tokens lie, and those
 * of kStagesAhead before the grid before has ended where offsets are older. After them a stage is
 * asked for when the one before has landed: a copy of each of an SM's teams keeps memory busy, and
 * more only wait in lines, which are shorter for 24 of the SMs: these ended a tenth earlier
 * (H200-history.md, with what would explain it). With one copy a team all SMs end together, 3 to
 * 4 % of a layer of 4 tokens (H200, 2026-11-27).
 */
template <class Traits>
MOE_DEVICE void load_parts(const GemmParams& params, const FusedLayout<Traits>& shared,
                           const TeamStart<Traits>& start) {
  static_assert(kStagesAhead <= Traits::kStages);
  const bool leads = ptx::elect_one();
  StageWalk<Traits> walk(params, shared);
  TokenOfLane<Traits> token(params);
  const auto step = [&] {
    const bool is_new = walk.step();
    if (is_new) token.find(walk.part());
    return is_new;
  };
  bool is_new = step();
  const bool waits = params.fused.offsets_are_old != 0;
  const uint32_t most_ahead = waits ? kStagesAhead : 1;
  uint32_t ahead = 0;  // stages whose weights are on their way and whose tokens are not
  for (StageWalk<Traits> early = walk; ahead < most_ahead && !early.done(); ++ahead) {
    load_weights(shared, ahead, early, leads);
    early.step();
  }
  start.give();
  if (waits) ptx::grid_dependency_wait();
  PipelineState<Traits::kStages> pipeline, before;
  for (uint32_t count = 0; !walk.done(); ++count, is_new = step()) {
    if (count >= ahead) {
      ptx::mbarrier_wait_block(shared.full + 8 * before.stage, before.parity);
      ptx::mbarrier_wait_block(shared.empty + 8 * pipeline.stage, pipeline.parity ^ 1);
      // Every lane has seen this phase before the copies can bring about the next one.
      ptx::warp_sync();
      load_weights(shared, pipeline.stage, walk, leads);
    }
    if (is_new) token.locate(walk.part());
    ptx::warp_sync();  // announced before the first token lands
    token.load(shared, pipeline.stage, walk.token_bytes());
    before = pipeline;
    pipeline.advance();
  }
}

}  // namespace moe::sm90
