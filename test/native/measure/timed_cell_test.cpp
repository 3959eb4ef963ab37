#include "measure/timed_cell.hpp"

#include <doctest/doctest.h>

#include "fixtures/faulty.hpp"
#include "measure/problems.hpp"

using namespace moe;
using namespace moe::measure;

namespace {

/** What a library that only takes notes was asked: kMark for a mark, else num_tokens of a launch.
 */
std::vector<int32_t> notes;

constexpr int32_t kMark = -1;

moe_library note_taking_library() {
  moe_library library{};
  library.launch = [](moe_context*, const moe_problem*, const moe_launch* launch) -> moe_status {
    notes.push_back(launch->num_tokens);
    return launch->num_tokens == 0 ? MOE_FAILED : MOE_OK;
  };
  library.mark = [](moe_context*, int32_t) -> moe_status {
    notes.push_back(kMark);
    return MOE_OK;
  };
  return library;
}

/** Launches that can be told apart by their number of tokens. */
std::vector<moe_launch> launches_named(std::initializer_list<int32_t> names) {
  std::vector<moe_launch> launches;
  for (const int32_t name : names) {
    moe_launch launch{};
    launch.num_tokens = name;
    launches.push_back(launch);
  }
  return launches;
}

CellRequest cell_of_two_copies() {
  return {.tactics = static_cast<int32_t>(faulty::Behaviour::kRight),
          .stage = MOE_STAGE_LAYER,
          .num_tokens = 1,
          .min_slot_us = 500,
          .rotation = {{0, {{0, 1}, {0.6f, 0.4f}}}, {1, {{2, 3}, {0.5f, 0.5f}}}}};
}

}  // namespace

TEST_CASE(
    "the timed section is marks and launches, which take turns and go on where they stopped") {
  const auto library = note_taking_library();
  const auto launches = launches_named({10, 20, 30});
  LaunchCycle cycle{launches};
  notes.clear();
  CHECK(run_marked(library, nullptr, test::tiny_problem(), cycle, 2) == MOE_OK);
  CHECK(notes == std::vector<int32_t>{kMark, 10, kMark, 20, kMark});
  notes.clear();
  CHECK(run_marked(library, nullptr, test::tiny_problem(), cycle, 2) == MOE_OK);
  CHECK(notes == std::vector<int32_t>{kMark, 30, kMark, 10, kMark});
}

TEST_CASE("the first launch that fails ends the timed section") {
  const auto library = note_taking_library();
  const auto launches = launches_named({10, 0, 30});
  LaunchCycle cycle{launches};
  notes.clear();
  CHECK(run_marked(library, nullptr, test::tiny_problem(), cycle, 3) == MOE_FAILED);
  CHECK(notes == std::vector<int32_t>{kMark, 10, kMark, 0});
}

TEST_CASE("launches per slot: as many as the slot holds, at least one, within bounds") {
  CHECK(launches_for(1000, 10) == 100);
  CHECK(launches_for(1000, 3) == 334);
  CHECK(launches_for(1000, 50'000) == 1);
  CHECK(launches_for(1000, 0) == 10'000);
}

TEST_CASE("a slot's value is its median launch") {
  const auto odd = summarise_slot({5, 1, 3});
  CHECK(odd.median_us == 3);
  CHECK(odd.min_us == 1);
  CHECK(odd.max_us == 5);
  CHECK(odd.launches == 3);
  CHECK(summarise_slot({4, 1, 2, 100}).median_us == 3);
}

TEST_CASE("a block has the slots asked for, each as long as asked for") {
  Session session(std::make_shared<const KernelLibrary>(MOE_FAULTY_LIBRARY), test::tiny_problem(),
                  {.num_threads = 1, .seed = 1});
  TimedCell cell(session, cell_of_two_copies());
  const auto slots = cell.measure_block(4);
  REQUIRE(slots.size() == 4);
  for (const auto& slot : slots) {
    CHECK(slot.min_us > 0);
    CHECK(slot.min_us <= slot.median_us);
    CHECK(slot.median_us <= slot.max_us);
    CHECK(slot.launches * slot.max_us >= 500);
  }
}

TEST_CASE("a cell without routing samples is refused") {
  Session session(std::make_shared<const KernelLibrary>(MOE_FAULTY_LIBRARY), test::tiny_problem(),
                  {.num_threads = 1, .seed = 1});
  auto request = cell_of_two_copies();
  request.rotation.clear();
  CHECK(test::contains(test::failure_of([&] { TimedCell cell(session, request); }),
                       "at least one routing sample"));
}
