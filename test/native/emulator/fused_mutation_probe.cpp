/**
 * What a mutant of `fused` has to survive; build/mutate.mjs compiles it once per mutant. Ends with
 * 0 when everything is right, 1 at the first fault or wrong output.
 */
#include "kernels/sm90/support/fused_gemm.hpp"
#include "mutation_schedules.hpp"

using namespace moe::test;
using moe::sm90::Family, moe::sm90::GemmTraits, moe::sm90::Schedule;

namespace {

using Fused = GemmTraits<Family::kFused, 256, 8, Schedule::kCooperative, 1, 1>;

/** @return whether every schedule is right, both as gemm1 and as gemm2, which begins early */
bool stands(const GemmProblem& problem, int blocks) {
  for (const bool offsets_are_old : {false, true}) {
    FusedCase asked;
    asked.offsets_are_old = offsets_are_old;
    const auto run = [&](uint64_t seed) {
      const FusedOutcome fused = run_fused<Fused>(problem, asked, seed, blocks);
      GemmOutcome outcome{fused.report};
      if (outcome.report.ok()) compare(problem, fused.output.data(), outcome);
      outcome.wrong += fused.left_over;
      return outcome;
    };
    if (!stands_every_schedule(run)) return false;
  }
  return true;
}

}  // namespace

int main() {
  // Three tiles of three K tiles: a tile for each team, tiles shared, a K tile for each, teams
  // without work. Then one tile of more K tiles than two blocks' teams have stages.
  const GemmProblem ragged = make_problem(144, 320, {0, 9, 1, 0}, Data::kIntegers, 1);
  const GemmProblem deep =
      make_problem(80, 256 * (Fused::kTeams * Fused::kStages + 2), {3, 0}, Data::kIntegers, 2);
  const bool right = stands(ragged, 1) && stands(ragged, 2) && stands(ragged, 3) &&
                     stands(ragged, 5) && stands(deep, 1) && stands(deep, 2);
  return right ? 0 : 1;
}
