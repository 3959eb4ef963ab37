#pragma once
#include <doctest/doctest.h>

#include <cstdlib>
#include <utility>

#include "kernels/sm90/support/emulated_gemm.hpp"

namespace moe::test {

using sm90::Family, sm90::GemmTraits, sm90::Schedule;

/** Schedules that every kernel is run under: 20, or as many as MOE_SCHEDULES says. */
inline uint64_t num_schedules() {
  const char* const text = std::getenv("MOE_SCHEDULES");
  return text == nullptr ? 20 : std::strtoull(text, nullptr, 10);
}

inline std::string name_of(int tile_m, int tile_n, Schedule schedule, int cluster_m,
                           int cluster_n) {
  return std::to_string(tile_m) + "x" + std::to_string(tile_n) +
         (schedule == Schedule::kPingpong ? " pingpong " : " cooperative ") +
         std::to_string(cluster_m) + "x" + std::to_string(cluster_n);
}

template <class Traits>
void check(const GemmProblem& problem, uint64_t schedules, int clusters = 2) {
  const LayoutBytes layout = layout_for<Traits>(problem);
  for (uint64_t seed = 1; seed <= schedules; ++seed) {
    const GemmOutcome outcome = run_gemm<Traits>(problem, layout, seed, clusters);
    CAPTURE(seed);
    CHECK_MESSAGE(outcome.ok(), outcome.text());
  }
}

/** What every kernel has to stand: ragged and empty experts, partial tiles in rows, tokens and K,
 * exact integers under many schedules; reals; one expert with everything. */
template <class Traits>
void check_kernel() {
  constexpr int kTokens = Traits::kTileN;
  CAPTURE(
      name_of(Traits::kTileM, kTokens, Traits::kSchedule, Traits::kClusterM, Traits::kClusterN));
  check<Traits>(make_problem(144, 192, {0, kTokens + 1, 1, 0, 20}, Data::kIntegers, 1),
                num_schedules());
  check<Traits>(make_problem(80, 384, {3, 0, 2 * kTokens}, Data::kReals, 2), 2);
  check<Traits>(make_problem(192, 128, {0, 0, 3 * kTokens - 1, 0}, Data::kIntegers, 3), 3, 3);
}

/** The same for int4 by e4m3: K of one stage, of an odd and an even number of them. Deep stages
 * take the emulator long: a fifth of the schedules. */
template <class Traits>
void check_int4_kernel() {
  constexpr int kTokens = Traits::kTileN, kStageK = Traits::kStageK;
  CAPTURE(
      name_of(Traits::kTileM, kTokens, Traits::kSchedule, Traits::kClusterM, Traits::kClusterN));
  CAPTURE(kStageK);
  const uint64_t schedules = kStageK == 128 ? num_schedules() : (num_schedules() + 4) / 5;
  check<Traits>(make_int4_problem(144, kStageK == 512 ? 1024 : 3 * kStageK,
                                  {0, kTokens + 1, 1, 0, 20}, Data::kIntegers, 1),
                schedules);
  check<Traits>(make_int4_problem(80, 2 * kStageK, {3, 0, 2 * kTokens}, Data::kReals, 2), 2);
  check<Traits>(make_int4_problem(192, kStageK, {0, 0, 3 * kTokens - 1, 0}, Data::kIntegers, 3), 3,
                3);
}

/** One tile of int4 with stages of 512 k under all four clusters, of 256 and 128 k alone: those
 * that the library has. */
template <Family kFamily, int kTileM, int kTileN, Schedule kSchedule>
void check_int4_tile() {
  constexpr auto kInt4 = sm90::Scheme::kInt4Fp8;
  check_int4_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 1, 1, kInt4, 512>>();
  check_int4_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 2, 1, kInt4, 512>>();
  check_int4_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 1, 2, kInt4, 512>>();
  check_int4_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 2, 2, kInt4, 512>>();
  check_int4_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 1, 1, kInt4, 256>>();
  check_int4_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 1, 1, kInt4, 128>>();
}

/** One tile under all four clusters. */
template <Family kFamily, int kTileM, int kTileN, Schedule kSchedule>
void check_tile() {
  check_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 1, 1>>();
  check_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 2, 1>>();
  check_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 1, 2>>();
  check_kernel<GemmTraits<kFamily, kTileM, kTileN, kSchedule, 2, 2>>();
}

}  // namespace moe::test
