/**
 * What a mutant of the kernels has to survive; build/mutate.mjs compiles it once per mutant.
 * Ends with 0 when everything is right, 1 at the first fault or wrong output.
 */
#include "mutation_schedules.hpp"

using namespace moe::test;
using moe::sm90::Family, moe::sm90::GemmTraits, moe::sm90::Schedule;

namespace {

/** @return whether every schedule of every problem is right */
template <class Traits>
bool stands() {
  constexpr int kTokens = Traits::kTileN;
  // Shallow K (fewer K tiles than stages), deep K (every stage used again), ragged, empty experts.
  const GemmProblem problems[] = {
      make_problem(144, 192, {0, kTokens + 1, 1, 0, 20}, Data::kIntegers, 1),
      make_problem(192, 128, {3 * kTokens - 1, 0, 2}, Data::kIntegers, 2),
      make_problem(80, 128 * (Traits::kStages + 2), {3, kTokens}, Data::kIntegers, 3)};
  for (const GemmProblem& problem : problems) {
    const LayoutBytes layout = layout_of(problem, Traits::kFamily);
    const auto run = [&](uint64_t seed) { return run_gemm<Traits>(problem, layout, seed); };
    if (!stands_every_schedule(run)) return false;
  }
  return true;
}

}  // namespace

int main() {
  const bool right =
      stands<GemmTraits<Family::kOriginal, 64, 16, Schedule::kPingpong, 1, 1>>() &&
      stands<GemmTraits<Family::kPr12451, 64, 16, Schedule::kPingpong, 2, 1>>() &&
      stands<GemmTraits<Family::kPr12451, 128, 32, Schedule::kCooperative, 1, 1>>() &&
      stands<GemmTraits<Family::kOriginal, 128, 16, Schedule::kCooperative, 2, 2>>();
  return right ? 0 : 1;
}
