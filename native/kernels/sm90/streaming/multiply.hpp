#pragma once
#include "kernels/sm90/gemm/roles.hpp"
#include "kernels/sm90/gemm/stage_view.hpp"
#include "kernels/sm90/streaming/record.hpp"

namespace moe::sm90 {

/**
 * The producer warp: whole records by bulk copies, activations through one map of all rows that
 * never changes. Rows of a box beyond the expert's are those of the next expert; their products are
 * columns of their own, which nobody stores.
 */
template <class Traits>
MOE_DEVICE void produce_records(const GemmParams& params, const SharedLayout<Traits>& shared) {
  static_assert(Traits::kClusterSize == 1, "records are copied to one block");
  TileSchedule<Traits> schedule(params, shared.table);
  PipelineState<Traits::kStages> pipeline;
  const auto k_tiles = static_cast<int32_t>(records_of_k(params.k));
  const int64_t row_records = records_of_rows(params.rows);
  const bool leader = ptx::elect_one();
  for (Tile tile; schedule.next(tile);) {
    const uint8_t* record =
        params.weights +
        (tile.expert * row_records + tile.first_channel / kRecordRows) * k_tiles * kRecordBytes;
    for (int32_t k_tile = 0; k_tile < k_tiles; ++k_tile, pipeline.advance()) {
      const uint32_t full = shared.full + 8 * pipeline.stage;
      ptx::mbarrier_wait_block(shared.empty + 8 * pipeline.stage, pipeline.parity ^ 1);
      // Every lane has seen this phase before the copies can bring about the next one.
      ptx::warp_sync();
      if (leader) {
        ptx::mbarrier_arrive_expect_tx(full, Traits::kCopiedBytes);
        MOE_UNROLL
        for (uint32_t row = 0; row < Traits::kTileM; row += kRecordRows) {
          ptx::copy_bulk(shared.record_of(pipeline.stage, row),
                         record + int64_t{row / kRecordRows} * k_tiles * kRecordBytes, kRecordBytes,
                         full);
        }
        MOE_UNROLL
        for (uint32_t half = 0; half < 2; ++half) {
          ptx::copy_tensor_2d(shared.activations(pipeline.stage) + half * (Traits::kTileN * 128),
                              params.maps + kActivations, full,
                              k_tile * kTileK + static_cast<int32_t>(half) * 64,
                              tile.expert_row + tile.first_token);
        }
      }
      record += kRecordBytes;
    }
  }
}

/**
 * One consumer warpgroup, 64 rows of every tile. Scales are multiplied into the converted weights,
 * which is exact (a power of two times e2m1 is a bf16), so products of all of
 * K stay in one accumulator and no group of 32 k has to be waited for. Two halves of a stage
 * alternate: while one is multiplied the other is converted.
 */
template <class Traits>
class StreamingMultiply {
 public:
  MOE_DEVICE StreamingMultiply(const SharedLayout<Traits>& shared, uint32_t group)
      : shared_(shared) {
    const uint32_t lane = ptx::lane_id(), first = group * 64 + ptx::thread_id() / 32 % 4 * 16;
    const uint32_t record = shared.weights_of(0, group * 64) - shared.activations(0);
    const uint32_t row = ptx::thread_id() / 32 % 4 * 16 + lane % 16;
    // As in the pull request: rows r, r + 8 and 16-byte pieces give the words of four steps.
    for (uint32_t half = 0; half < 2; ++half) {
      const uint32_t offset = row * (kTileK / 2) + half * 32 + lane / 16 * 16;
      words_at_[half] = record + (offset ^ (offset >> 3 & 0x30));
    }
    scales_at_ = shared.scales_of(0, first + lane / 4) - shared.activations(0);
  }

  /** The sums of one tile; the pipeline goes on from where it stands. */
  MOE_DEVICE void tile(int32_t k_tiles, PipelineState<Traits::kStages>& pipeline, float sum_scale,
                       Sums<Traits>& sums) {
    uint32_t previous = 0;
    for (int32_t k_tile = 0; k_tile < k_tiles; ++k_tile, pipeline.advance()) {
      ptx::mbarrier_wait_block(shared_.full + 8 * pipeline.stage, pipeline.parity);
      const uint32_t stage = shared_.activations(pipeline.stage);
      scales_[0] = ptx::load_shared_u32(stage + scales_at_);
      scales_[1] = ptx::load_shared_u32(stage + scales_at_ + 8 * 4);
      multiply_half(stage, 0, k_tile > 0);
      multiply_half(stage, 1, true);
      // The second half waited for the first of this stage but one: the stage before is done with.
      if (k_tile > 0) release_stage(shared_, previous);
      previous = pipeline.stage;
    }
    ptx::wgmma_wait<0>();
    hold_fragments(0);
    hold_fragments(1);
    ptx::fence_registers(products_);
    release_stage(shared_, previous);
    MOE_UNROLL
    for (int i = 0; i < Traits::kTileN / 2; ++i) {
      sums.value[0][i] = products_.get(i) * sum_scale;
    }
  }

 private:
  static constexpr uint32_t kSteps = 4;  // k16 steps of half a stage

  /** bf16x2 of 2^(code - 127), twice, of scale `group` out of four packed ones: the code becomes
   * the exponent of both halves. */
  MOE_DEVICE static uint32_t scale_pair(uint32_t packed, uint32_t group) {
    return ptx::prmt(packed, 0, group << 12 | 4u << 8 | group << 4 | 4u) >> 1;
  }

  /** @param stage  address of the stage's activations */
  MOE_DEVICE void multiply_half(uint32_t stage, uint32_t half, bool accumulate) {
    uint32_t words[kSteps];
    ptx::ldmatrix_x4(stage + words_at_[half], words);
    ptx::wgmma_wait<1>();
    hold_fragments(half);
    MOE_UNROLL
    for (uint32_t step = 0; step < kSteps; ++step) {
      const uint32_t group = half * 2 + step / 2;
      const uint32_t scale[2] = {scale_pair(scales_[0], group), scale_pair(scales_[1], group)};
      uint32_t converted[4];
      convert_fp4_scattered(words[step], converted);
      MOE_UNROLL
      for (int i = 0; i < 4; ++i) {
        fragments_[half][step].set(i, ptx::mul_bf16x2(converted[i], scale[i % 2]));
      }
    }
    // A half of the stage is one atom row of 64 k, four steps of 32 bytes.
    const uint64_t activations = swizzled_tile(stage + half * (Traits::kTileN * 128));
    ptx::wgmma_fence();
    MOE_UNROLL
    for (uint32_t step = 0; step < kSteps; ++step) {
      ptx::wgmma_bf16(products_, fragments_[half][step], activations + step * 2,
                      accumulate || step > 0);
    }
    ptx::wgmma_commit();
  }

  MOE_DEVICE void hold_fragments(uint32_t half) {
    MOE_UNROLL
    for (ptx::AFragment& fragment : fragments_[half]) ptx::fence_registers(fragment);
  }

  const SharedLayout<Traits>& shared_;
  uint32_t words_at_[2];  // of this lane's ldmatrix rows, from the stage's first byte, by half
  uint32_t scales_at_;    // of its row's scales; those of row + 8 follow 8 words later
  uint32_t scales_[2];
  ptx::AFragment fragments_[2][kSteps];
  ptx::Accumulator<Traits::kTileN> products_;
};

template <class Traits>
struct RolesOf<Traits, Family::kStreaming> {
  MOE_DEVICE static void produce(const GemmParams& params, const SharedLayout<Traits>& shared) {
    produce_records(params, shared);
  }
  MOE_DEVICE static void consume(const GemmParams& params, const SharedLayout<Traits>& shared,
                                 uint32_t group) {
    TileSchedule<Traits> schedule(params, shared.table);
    PipelineState<Traits::kStages> pipeline;
    StreamingMultiply<Traits> multiply(shared, group);
    const auto k_tiles = static_cast<int32_t>(records_of_k(params.k));
    for (Tile tile; schedule.next(tile);) {
      Sums<Traits> sums;
      multiply.tile(k_tiles, pipeline, params.sum_scale, sums);
      store_tile(params, shared, tile, sums, group, group * 64);
    }
  }
};

}  // namespace moe::sm90
