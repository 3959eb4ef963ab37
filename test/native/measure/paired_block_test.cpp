#include "measure/paired_block.hpp"

#include <doctest/doctest.h>

#include "fixtures/faulty.hpp"
#include "measure/nvml.hpp"
#include "measure/problems.hpp"

using namespace moe;
using namespace moe::measure;

namespace {

Session tiny_session() {
  return {std::make_shared<const KernelLibrary>(MOE_FAULTY_LIBRARY),
          test::tiny_problem(),
          {.num_threads = 1, .seed = 1}};
}

CellRequest cell_with_slots_of(double min_slot_us) {
  const RoutingSample sample{.expert_ids = {0, 1, 2, 3}, .expert_weights = {0.5, 0.5, 0.5, 0.5}};
  return {.tactics = 0,
          .stage = MOE_STAGE_GEMM2,
          .num_tokens = 2,
          .min_slot_us = min_slot_us,
          .rotation = {{0, sample}}};
}

}  // namespace

TEST_CASE("a block of two cells has its slots in the order asked for, all of one length") {
  auto session_a = tiny_session();
  auto session_b = tiny_session();
  TimedCell a(session_a, cell_with_slots_of(300));
  TimedCell b(session_b, cell_with_slots_of(1200));
  const auto slots = measure_paired_block(a, b, "ABBA");
  REQUIRE(slots.size() == 4);
  std::string order;
  for (const auto& [side, times] : slots) {
    order += side;
    CHECK(times.launches == slots.front().times.launches);
    CHECK(times.min_us <= times.median_us);
  }
  CHECK(order == "ABBA");
  CHECK(slots.front().times.launches >= b.launches_per_slot());
}

TEST_CASE("an order of other letters is refused") {
  auto session = tiny_session();
  TimedCell cell(session, cell_with_slots_of(300));
  CHECK(test::contains(test::failure_of([&] { measure_paired_block(cell, cell, "ABC"); }),
                       "made of A and B"));
}

TEST_CASE("only what takes speed away counts as throttling") {
  CHECK(throttle_reasons(0).empty());
  CHECK(throttle_reasons(0x1 | 0x2 | 0x10 | 0x100).empty());
  CHECK(throttle_reasons(0x4 | 0x40) ==
        std::vector<std::string>{"software power cap", "hardware thermal slowdown"});
}
