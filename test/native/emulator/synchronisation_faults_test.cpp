/** Each class of synchronisation bug, injected alone, is reported as what it is. */
#include "emulator/global_memory.hpp"
#include "emulator/small_kernel.hpp"

using namespace moe;
using namespace moe::test;

namespace {

/** Everything below initialises one barrier for one arrival at the base of shared memory. */
uint32_t ready_barrier(uint32_t arrivals = 1) {
  const uint32_t barrier = ptx::shared_base();
  if (is_first()) ptx::mbarrier_init(barrier, arrivals);
  ptx::block_sync();
  return barrier;
}

}  // namespace

TEST_CASE("two warps that write and read with a barrier between them are clean") {
  expect_clean(kTwoWarps, [] {
    const uint32_t word = ptx::shared_base() + 64;
    if (is_first()) ptx::store_shared_u32(word, 7);
    ptx::block_sync();
    if (ptx::load_shared_u32(word) != 7) ptx::mbarrier_init(1, 1);  // a fault of its own
  });
}

TEST_CASE("RACE: a read that nothing orders after the write") {
  expect_fault(Fault::kRace, kTwoWarps, [] {
    const uint32_t word = ptx::shared_base() + 64;
    if (is_first()) ptx::store_shared_u32(word, 1);
    ptx::block_sync();
    if (is_first()) ptx::store_shared_u32(word, 2);
    if (ptx::warp_id() == 1) ptx::load_shared_u32(word);
  });
}

TEST_CASE("RACE: a stage written again before its readers released it") {
  expect_fault(Fault::kRace, kTwoWarps, [] {
    const uint32_t full = ready_barrier();
    const uint32_t word = ptx::shared_base() + 64;
    if (ptx::warp_id() == 0) {
      if (ptx::lane_id() == 0) {
        ptx::store_shared_u32(word, 1);
        ptx::mbarrier_arrive(full);
        ptx::store_shared_u32(word, 2);
      }
    } else {
      ptx::mbarrier_wait(full, 0);
      ptx::load_shared_u32(word);
    }
  });
}

TEST_CASE("UNINITIALISED: shared memory that nobody wrote") {
  expect_fault(Fault::kUninitialised, kWarp,
               [] { ptx::load_shared_u32(ptx::shared_base() + 128); });
}

TEST_CASE("SHARED_BOUNDS: beyond the launch's dynamic shared memory") {
  expect_fault(Fault::kSharedBounds, kWarp,
               [] { ptx::store_shared_u32(ptx::shared_base() + 8192, 1); });
}

TEST_CASE("ALIGNMENT: a word at an odd address") {
  expect_fault(Fault::kAlignment, kWarp, [] { ptx::store_shared_u32(ptx::shared_base() + 66, 1); });
}

TEST_CASE("DEADLOCK: names the barrier and the line that waits") {
  const emulator::Report report = run(kTwoWarps, [] {
    const uint32_t barrier = ready_barrier(2);
    if (is_first()) ptx::mbarrier_arrive(barrier);
    ptx::mbarrier_wait(barrier, 0);
  });
  CHECK(report.fault == Fault::kDeadlock);
  CHECK(report.text().find("mbarrier") != std::string::npos);
  CHECK(report.text().find("synchronisation_faults_test.cpp") != std::string::npos);
}

TEST_CASE("BARRIER_MISUSE: never initialised, initialised twice, over-arrived, accessed plainly") {
  expect_fault(Fault::kBarrierMisuse, kWarp, [] { ptx::mbarrier_arrive(ptx::shared_base() + 8); });
  expect_fault(Fault::kBarrierMisuse, kWarp, [] {
    if (is_first()) ptx::mbarrier_init(ptx::shared_base(), 1);
    if (is_first()) ptx::mbarrier_init(ptx::shared_base(), 1);
  });
  expect_fault(Fault::kBarrierMisuse, kWarp, [] {
    const uint32_t barrier = ready_barrier(1);
    if (is_first()) ptx::mbarrier_arrive_expect_tx(barrier, 64);
    if (is_first()) ptx::mbarrier_arrive(barrier);
  });
  expect_fault(Fault::kBarrierMisuse, kWarp, [] {
    const uint32_t barrier = ready_barrier();
    if (is_first()) ptx::store_shared_u32(barrier, 0);
  });
}

TEST_CASE("LAPPED_WAIT: a waiter that missed its phase") {
  expect_fault_of_some_schedule(Fault::kLappedWait, kTwoWarps, [] {
    const uint32_t barrier = ready_barrier();
    if (ptx::warp_id() == 1) ptx::mbarrier_wait(barrier, 0);
    if (is_first()) ptx::mbarrier_arrive(barrier);
    if (is_first()) ptx::mbarrier_arrive(barrier);  // nobody asked whether the phase was seen
  });
}

TEST_CASE("DIVERGENCE: lanes that leave before a warp-wide operation") {
  expect_fault(Fault::kDivergence, kWarp, [] {
    if (ptx::lane_id() < 16) ptx::warp_sync();
  });
  expect_fault(Fault::kDivergence, kWarp, [] {
    if (ptx::lane_id() < 16) {
      ptx::ballot(true);
    } else {
      ptx::warp_sync();
    }
  });
}

TEST_CASE("NAMED_BARRIER_MISUSE: warps that disagree on the number of threads; no such barrier") {
  expect_fault(Fault::kNamedBarrierMisuse, kTwoWarps,
               [] { ptx::named_barrier_sync(1, ptx::warp_id() == 0 ? 64 : 128); });
  expect_fault(Fault::kNamedBarrierMisuse, kWarp, [] { ptx::named_barrier_sync(16, 32); });
  expect_fault(Fault::kNamedBarrierMisuse, kWarp, [] { ptx::named_barrier_sync(1, 33); });
}

TEST_CASE("REGISTER_BUDGET: setmaxnreg beyond what the block was launched with") {
  const LaunchSize three{1, 384, 1, 1024, 168};
  expect_clean(three, [] {
    if (ptx::warp_id() < 4) {
      ptx::setmaxnreg_dec<40>();
    } else {
      ptx::setmaxnreg_inc<232>();
    }
  });
  expect_fault(Fault::kRegisterBudget, three, [] {
    if (ptx::warp_id() < 4) {
      ptx::setmaxnreg_dec<40>();
    } else {
      ptx::setmaxnreg_inc<240>();
    }
  });
  expect_fault(Fault::kRegisterBudget, three, [] { ptx::setmaxnreg_dec<44>(); });
}

TEST_CASE("CLUSTER_MISUSE: a block rank that the cluster does not have") {
  expect_fault(Fault::kClusterMisuse, kPair, [] {
    const uint32_t barrier = ptx::shared_base();
    if (is_first()) ptx::mbarrier_init(barrier, 1);
    ptx::cluster_sync();
    ptx::mbarrier_arrive_at_if(barrier, 2, is_first());
  });
}

TEST_CASE("CLUSTER_MISUSE: a block leaves while its neighbour may still arrive at its barrier") {
  expect_fault_of_some_schedule(Fault::kClusterMisuse, kPair, [] {
    const uint32_t barrier = ptx::shared_base();
    if (is_first()) ptx::mbarrier_init(barrier, 2);
    ptx::cluster_sync();
    ptx::mbarrier_arrive_at_if(barrier, 1, is_first() && ptx::cluster_rank() == 0);
  });
}

TEST_CASE("a warp waits for words that another warp of its block publishes") {
  static ptx::Vector4 words;
  words = ptx::kNothingPublished;
  emulator::clear_buffers();
  emulator::add_buffer(&words, sizeof words, emulator::kRead | emulator::kWrite, "words");
  static uint32_t seen;
  seen = 0;
  const emulator::Report report = run({1, 64, 1, 1024}, [] {
    if (ptx::warp_id() == 0) {
      seen += ptx::load_published(&words).word[3];
    } else if (ptx::lane_id() == 0) {
      ptx::publish(&words, {{1, 2, 3, 4}});
    }
  });
  CHECK_MESSAGE(report.ok(), report.text());
  CHECK(seen == 32 * 4);
}

TEST_CASE("DIVERGENCE: one lane asks for the number of its warp, which is a shuffle") {
  expect_fault_of_some_schedule(Fault::kDivergence, {1, 32, 1, 1024}, [] {
    if (is_first()) ptx::warp_id();
  });
}

TEST_CASE("DEADLOCK: a block waits for words that only a later block publishes") {
  static ptx::Vector4 words[2];
  const auto wait_for = [](uint32_t block) {
    words[0] = words[1] = ptx::kNothingPublished;
    emulator::clear_buffers();
    emulator::add_buffer(words, sizeof words, emulator::kRead | emulator::kWrite, "words");
    return run({2, 32, 1, 1024}, [block] {
      if (!is_first()) return;
      if (ptx::block_id() == block) {
        ptx::load_published(&words[1 - block]);
      } else {
        ptx::publish(&words[1 - block], {});
      }
    });
  };
  CHECK(wait_for(0).fault == Fault::kDeadlock);
  CHECK_MESSAGE(wait_for(1).ok(), wait_for(1).text());
}
