#include "kernels/sm90/support/gemm_checks.hpp"

namespace moe::test {

TEST_CASE(
    "Pr12451 int4 128x16 cooperative: equal to the oracle under every schedule, for every "
    "cluster") {
  check_int4_tile<Family::kPr12451, 128, 16, Schedule::kCooperative>();
}

TEST_CASE(
    "Pr12451 int4 128x32 cooperative: equal to the oracle under every schedule, for every "
    "cluster") {
  check_int4_tile<Family::kPr12451, 128, 32, Schedule::kCooperative>();
}

TEST_CASE(
    "Pr12451 int4 128x64 cooperative: equal to the oracle under every schedule, for every "
    "cluster") {
  check_int4_tile<Family::kPr12451, 128, 64, Schedule::kCooperative>();
}

}  // namespace moe::test
