#include "kernels/sm90/support/gemm_checks.hpp"

namespace moe::test {

TEST_CASE("Original 128x16 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_tile<Family::kOriginal, 128, 16, Schedule::kPingpong>();
}

TEST_CASE("Original 128x32 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_tile<Family::kOriginal, 128, 32, Schedule::kPingpong>();
}

TEST_CASE("Original 128x64 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_tile<Family::kOriginal, 128, 64, Schedule::kPingpong>();
}

TEST_CASE(
    "Original 128x128 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_tile<Family::kOriginal, 128, 128, Schedule::kPingpong>();
}

}  // namespace moe::test
