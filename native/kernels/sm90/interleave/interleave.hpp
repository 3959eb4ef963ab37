#pragma once
#include "kernels/sm90/interleave/params.hpp"
#include "kernels/sm90/layer/grid.hpp"

namespace moe::sm90 {

/** Tiles of 16 rows x 64 k, 32 bytes of a row. */
inline constexpr int kInterleaveRows = 16;
inline constexpr int kInterleaveBytes = 32;

/** Byte pairs (r, r + 8) and their place: one per thread. */
struct PairPlace {
  int64_t row;   // r
  int64_t byte;  // within the row
};

MOE_DEVICE PairPlace pair_place(const InterleaveParams& params, int64_t index, int64_t unit_bytes) {
  const int64_t units = params.row_bytes / unit_bytes;
  const int64_t pair = index / units;
  return {pair / 8 * kInterleaveRows + pair % 8, index % units * unit_bytes};
}

/**
 * FP4 for bf16 activations (pull request 12451, first generation). Source byte l of a 32-byte
 * partition belongs to k16 step l/8, quad thread l%4 and k half l%8/4. The four codes of two rows
 * become two bytes: even k of both rows, then odd k of both.
 */
MOE_DEVICE void interleave_fp4(const InterleaveParams& params) {
  ptx::grid_dependency_wait();
  const int64_t total = params.rows / 2 * params.row_bytes;
  for (int64_t index = grid_thread(); index < total; index += grid_threads()) {
    const PairPlace from = pair_place(params, index, 1);
    const uint32_t a = ptx::load_global(params.natural + from.row * params.row_bytes + from.byte);
    const uint32_t b =
        ptx::load_global(params.natural + (from.row + 8) * params.row_bytes + from.byte);
    const int64_t lane = from.byte % kInterleaveBytes;
    const int64_t row = from.row + 8 * (lane / 8 % 2);
    const int64_t byte = from.byte - lane + 16 * (lane / 16) + 4 * (lane % 4) + 2 * (lane % 8 / 4);
    const uint32_t even = (a & 15) | (b & 15) << 4;
    const uint32_t odd = a >> 4 | (b & 0xF0);
    ptx::store_global(
        reinterpret_cast<uint16_t*>(params.interleaved + row * params.row_bytes + byte),
        static_cast<uint16_t>(even | odd << 8));
  }
}

/**
 * INT4 for FP8 activations: units of four codes. Unit l of a partition of 16 belongs to k32 step
 * l/8, k half l%8/4 and quad thread l%4; units of both rows lie side by side.
 */
MOE_DEVICE void interleave_int4(const InterleaveParams& params) {
  ptx::grid_dependency_wait();
  const int64_t total = params.rows / 2 * (params.row_bytes / 2);
  for (int64_t index = grid_thread(); index < total; index += grid_threads()) {
    const PairPlace from = pair_place(params, index, 2);
    const int64_t unit = from.byte % kInterleaveBytes / 2;
    const int64_t row = from.row + 8 * (unit % 8 / 4);
    const int64_t byte =
        from.byte / kInterleaveBytes * kInterleaveBytes + 16 * (unit / 8) + 4 * (unit % 4);
    for (int64_t which = 0; which < 2; ++which) {
      const auto* source = reinterpret_cast<const uint16_t*>(
          params.natural + (from.row + 8 * which) * params.row_bytes + from.byte);
      auto* to = reinterpret_cast<uint16_t*>(params.interleaved + row * params.row_bytes + byte +
                                             2 * which);
      ptx::store_global(to, ptx::load_global(source));
    }
  }
}

/** out[e, block, n, j] = in[e, n, block*factor + j]; zeros beyond the last group. */
template <class Scale>
MOE_DEVICE void interleave_scales(const InterleaveScalesParams<Scale>& params) {
  ptx::grid_dependency_wait();
  const int64_t blocks = (params.groups + params.factor - 1) / params.factor;
  const int64_t total = params.experts * blocks * params.rows * params.factor;
  for (int64_t index = grid_thread(); index < total; index += grid_threads()) {
    const int64_t j = index % params.factor;
    const int64_t row = index / params.factor % params.rows;
    const int64_t block = index / params.factor / params.rows % blocks;
    const int64_t expert = index / params.factor / params.rows / blocks;
    const int64_t group = block * params.factor + j;
    const Scale scale = group < params.groups
                            ? ptx::load_global(params.natural +
                                               (expert * params.rows + row) * params.groups + group)
                            : Scale{0};
    ptx::store_global(params.interleaved + index, scale);
  }
}

}  // namespace moe::sm90
