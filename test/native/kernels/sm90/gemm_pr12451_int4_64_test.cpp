#include "kernels/sm90/support/gemm_checks.hpp"

namespace moe::test {

TEST_CASE(
    "Pr12451 int4 64x16 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_int4_tile<Family::kPr12451, 64, 16, Schedule::kPingpong>();
}

TEST_CASE(
    "Pr12451 int4 64x32 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_int4_tile<Family::kPr12451, 64, 32, Schedule::kPingpong>();
}

TEST_CASE(
    "Pr12451 int4 64x64 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_int4_tile<Family::kPr12451, 64, 64, Schedule::kPingpong>();
}

TEST_CASE(
    "Pr12451 int4 64x128 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_int4_tile<Family::kPr12451, 64, 128, Schedule::kPingpong>();
}

}  // namespace moe::test
