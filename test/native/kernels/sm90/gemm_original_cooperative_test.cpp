#include "kernels/sm90/support/gemm_checks.hpp"

namespace moe::test {

TEST_CASE(
    "Original 128x16 cooperative: equal to the oracle under every schedule, for every cluster") {
  check_tile<Family::kOriginal, 128, 16, Schedule::kCooperative>();
}

TEST_CASE(
    "Original 128x32 cooperative: equal to the oracle under every schedule, for every cluster") {
  check_tile<Family::kOriginal, 128, 32, Schedule::kCooperative>();
}

TEST_CASE(
    "Original 128x64 cooperative: equal to the oracle under every schedule, for every cluster") {
  check_tile<Family::kOriginal, 128, 64, Schedule::kCooperative>();
}

}  // namespace moe::test
