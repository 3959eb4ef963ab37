#include "kernels/sm90/support/gemm_checks.hpp"

namespace moe::test {

TEST_CASE(
    "Original int4 128x16 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_int4_tile<Family::kOriginal, 128, 16, Schedule::kPingpong>();
}

TEST_CASE(
    "Original int4 128x16 cooperative: equal to the oracle under every schedule, for every "
    "cluster") {
  check_int4_tile<Family::kOriginal, 128, 16, Schedule::kCooperative>();
}

TEST_CASE(
    "Original int4 128x32 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_int4_tile<Family::kOriginal, 128, 32, Schedule::kPingpong>();
}

TEST_CASE(
    "Original int4 128x32 cooperative: equal to the oracle under every schedule, for every "
    "cluster") {
  check_int4_tile<Family::kOriginal, 128, 32, Schedule::kCooperative>();
}

TEST_CASE(
    "Original int4 128x64 pingpong: equal to the oracle under every schedule, for every cluster") {
  check_int4_tile<Family::kOriginal, 128, 64, Schedule::kPingpong>();
}

TEST_CASE(
    "Original int4 128x64 cooperative: equal to the oracle under every schedule, for every "
    "cluster") {
  check_int4_tile<Family::kOriginal, 128, 64, Schedule::kCooperative>();
}

}  // namespace moe::test
