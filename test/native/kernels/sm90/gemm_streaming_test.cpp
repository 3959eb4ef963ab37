#include "kernels/sm90/support/gemm_checks.hpp"

namespace moe::test {

namespace {

template <int kTileM, int kTileN>
using Streaming = GemmTraits<Family::kStreaming, kTileM, kTileN, Schedule::kCooperative, 1, 1>;

}  // namespace

TEST_CASE("streaming, tiles of 128 rows: equal to the oracle under every schedule") {
  check_kernel<Streaming<128, 16>>();
  check_kernel<Streaming<128, 32>>();
  check_kernel<Streaming<128, 64>>();
}

TEST_CASE("streaming, tiles of 256 rows: equal to the oracle under every schedule") {
  check_kernel<Streaming<256, 16>>();
  check_kernel<Streaming<256, 32>>();
  check_kernel<Streaming<256, 64>>();
}

TEST_CASE("streaming: fewer K tiles than stages, more of them, and half a tile") {
  using Traits = Streaming<128, 16>;
  for (const int k : {64, 128, 192, 128 * (Traits::kStages + 2)}) {
    check<Traits>(make_problem(144, k, {3, 0, 18}, Data::kIntegers, 7), num_schedules());
  }
}

TEST_CASE("streaming: N of an odd number of records, tiles of two records") {
  check<Streaming<256, 16>>(make_problem(272, 128, {5, 1}, Data::kIntegers, 8), num_schedules());
  check<Streaming<128, 16>>(make_problem(272, 128, {5, 1}, Data::kIntegers, 8), num_schedules());
}

}  // namespace moe::test
